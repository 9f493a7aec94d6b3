//! The draft of a consolidation in the writing box: sources beside the cursor, reports that arrive
//! and figures that are corrected meanwhile, two people in one section.

use crate::people::tier::Scene;
use crate::screen::{Line, Screen};

/// The draft is begun.
async fn ready() -> Option<(Scene, Line)> {
    let scene = Scene::with_two().await;
    scene.begun().await;
    let line = Line::to(&scene.house).await?;
    Some((scene, line))
}

/// Puts the cursor behind these words of the draft.
async fn goes_behind(screen: &Screen, words: &str) {
    screen.sees_at(".editor .text").await;
    let script = "
        const [words] = arguments;
        const root = document.querySelector('.editor .text');
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const at = node.data.indexOf(words);
          if (at < 0) continue;
          root.focus();
          getSelection().collapse(node, at + words.length);
          return true;
        }
        return false;";
    let found = screen.client.execute(script, vec![words.into()]).await;
    assert_eq!(found.expect("it runs"), true, "{words}");
}

async fn types(screen: &Screen, words: &str) {
    let box_ = screen.sees_at(".editor .text").await;
    box_.send_keys(words).await.expect("it takes keys");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_report_arrives_while_the_draft_is_edited() {
    let Some((scene, line)) = ready().await else {
        return;
    };
    let screen = line.seat(&scene.officer().await).await;
    screen.open(&scene.path()).await;
    screen.is_usable_by_everybody().await;
    screen.picture("consolidation").await;
    screen.open(&scene.section("II.2")).await;
    goes_behind(&screen, "hằng tháng").await;
    screen
        .sees("Các tổ duy trì sinh hoạt hằng tháng theo đúng quy chế.")
        .await;
    screen.sees_at("[data-piece-shown] .sources a").await;
    types(&screen, " đều đặn").await;
    // Meanwhile a third report is accepted, and the first corrects a figure.
    scene.third_arrives().await;
    scene
        .van_khe_corrects(
            "II.2",
            "<p>Toàn xã có 15 tổ tự quản. Các tổ duy trì sinh hoạt hằng tháng theo đúng quy chế.</p>",
        )
        .await;
    screen.press_words("Lưu và cập nhật từ nguồn").await;
    screen.sees("Đã cập nhật từ nguồn.").await;
    screen
        .sees("Các tổ duy trì sinh hoạt hằng tháng đều đặn theo đúng quy chế.")
        .await;
    screen.sees("27 tổ").await;
    screen.sees("Tổ phụ nữ tổ chức đèn đường tự quản.").await;
    screen.sees("“12 tổ” → “15 tổ”").await;
    screen.is_usable_by_everybody().await;
    screen.picture("consolidation-section").await;
    // What is typed anew leads to no report, and is marked.
    goes_behind(&screen, "theo đúng quy chế.").await;
    types(&screen, " Đây là lời riêng.").await;
    let own = screen.sees_at(".editor .text .own").await;
    assert_eq!(
        own.text().await.expect("a text").trim(),
        "Đây là lời riêng."
    );
    screen.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_drafters_in_one_section_keep_every_keystroke() {
    let Some((scene, line)) = ready().await else {
        return;
    };
    let thu = line.seat(&scene.officer().await).await;
    let hanh = line.seat(&scene.house.person("thamdinh").await).await;
    thu.open(&scene.section("III")).await;
    hanh.open(&scene.section("III")).await;
    goes_behind(&thu, "tuổi cao").await;
    types(&thu, ", sức yếu").await;
    goes_behind(&hanh, "còn ít").await;
    types(&hanh, ", chậm").await;
    thu.sees("Đã lưu lúc").await;
    hanh.sees("Đã lưu lúc").await;
    hanh.sees("tuổi cao, sức yếu").await;
    hanh.is_usable_by_everybody().await;
    hanh.picture("consolidation-two").await;
    thu.open(&scene.section("III")).await;
    thu.sees("còn ít, chậm").await;
    thu.sees("tuổi cao, sức yếu").await;
    thu.close().await;
    hanh.close().await;
}
