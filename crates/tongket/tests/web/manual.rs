//! The manual and the list of what programs may ask, for everybody.

use crate::people::TestHouse;

#[tokio::test]
async fn everybody_reads_the_manual_and_its_links_lead_somewhere() {
    let house = TestHouse::empty().await;
    let mut reader = house.visitor();
    let contents = reader.open("/huong-dan").await;
    contents.sees("Sách hướng dẫn");
    let links = contents.text.split("href=\"").skip(1);
    let links = links.filter_map(|rest| rest.split('"').next());
    for link in links.filter(|link| link.starts_with("/huong-dan/")) {
        reader.open(link).await.sees("<h1>");
    }
    reader
        .open("/huong-dan/ma/TK050")
        .await
        .sees("Có người vừa sửa mục này");
    reader.open("/huong-dan/ma/KH012").await.sees("KH012");
    reader.open("/huong-dan/khong-co").await.is_refused("TK010");
}

#[tokio::test]
async fn what_programs_may_ask_is_listed_as_it_is_answered() {
    let house = TestHouse::empty().await;
    let mut reader = house.visitor();
    reader.open("/api").await.sees("/api/v1/session");
    let description = reader.data("/api/openapi.json").await;
    assert!(description["paths"]["/session"]["post"].is_object());
    let manual = reader.data("/api/v1/huong-dan").await;
    assert_eq!(manual["title"], "Sách hướng dẫn");
}
