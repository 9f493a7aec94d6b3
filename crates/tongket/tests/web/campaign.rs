//! From the plan to an open campaign, and what is amended in it.

use crate::people::TestHouse;

#[tokio::test]
async fn an_open_campaign_has_everybody_in_it() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut lan = house.person("sonoivu").await;
    lan.open("/password").await.sees("Trần Thị Lan");
    assert_ne!(
        campaign.report_of("xã Vân Khê"),
        campaign.deed_of("xã Vân Khê")
    );
}
