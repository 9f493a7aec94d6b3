//! Reading across with the keyboard alone: from unit to unit, to what is marked, sent back, and on.

use crate::people::tier::Scene;
use crate::screen::{Line, Screen};

/// Presses keys where nothing is written.
async fn keys(screen: &Screen, keys: &str) {
    let body = screen.sees_at("body").await;
    body.send_keys(keys).await.expect("it takes keys");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_are_read_across_and_sent_back_with_keys() {
    let scene = Scene::new().await;
    let contradiction = "<p>Toàn xã có 12 tổ tự quản. Đến nay toàn xã có 21 tổ tự quản.</p>";
    for (name, unit, two) in [
        ("vankhe", "xã Vân Khê", contradiction),
        (
            "muonglang",
            "xã Mường Lạng",
            "<p>Toàn xã có 8 tổ tự quản.</p>",
        ),
    ] {
        let sections = [
            ("I", "<p>Xã có 12 thôn.</p>"),
            ("II.1", "<p>Xã đã ban hành 4 văn bản.</p>"),
            ("II.2", two),
            ("III", "<p>Kinh phí còn ít.</p>"),
            ("IV", "<p>Đề nghị hỗ trợ kinh phí.</p>"),
        ];
        scene.sends_only(name, unit, &sections).await;
    }
    let Some(line) = Line::to(&scene.house).await else {
        return;
    };
    let screen = line.seat(&scene.officer().await).await;
    let page = format!("/campaigns/{}/across/II.1", scene.campaign.id);
    // Without a place it begins where something was said.
    screen.open(&page).await;
    screen.sees("Xã đã ban hành 4 văn bản").await;
    screen.open(&format!("{page}?at=0")).await;
    screen.sees("Đơn vị 1 trên 5").await;
    keys(&screen, "n").await;
    screen.sees_at("a[href*='across/II.2/statements']").await;
    // Units that have sent nothing are passed over.
    keys(&screen, "j").await;
    screen.sees("xã Vân Khê · ").await;
    screen
        .sees_at("#section-text mark.noted.contradiction")
        .await;
    screen.sees_in("#notes", "Số liệu mâu thuẫn").await;
    screen.is_usable_by_everybody().await;
    screen.picture("across-noted").await;
    // t opens the form, whose first reason has the focus; a space chooses it.
    keys(&screen, "t").await;
    let first = screen.client.active_element().await.expect("a focus");
    assert_eq!(
        first.attr("name").await.expect("a name").as_deref(),
        Some("reasons")
    );
    first.send_keys(" ").await.expect("it takes keys");
    screen.press("#return button.danger").await;
    screen.sees("Bị trả lại").await;
    keys(&screen, "f").await;
    screen.sees("gộp còn").await;
    screen.is_usable_by_everybody().await;
    screen.picture("across-folded").await;
    screen.close().await;
}
