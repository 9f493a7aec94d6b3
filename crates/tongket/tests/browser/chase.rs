//! The officer's morning after the day due: who is late, who is reminded, the letter that names them.

use tongket_paper::import;
use tongket_store::{blob, urging};

use crate::people::TestHouse;
use crate::screen::Line;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_board_to_the_letter() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let moment = "2026-04-28T09:00:00+07:00";
    house.clock.set(moment.parse().expect("a moment"));
    let Some(line) = Line::to(&house).await else {
        return;
    };
    let screen = line.seat(&house.person("thuongtruc").await).await;
    screen.open(&format!("/campaigns/{}", campaign.id)).await;
    screen.press_words("Theo dõi").await;
    screen.sees("0/5 báo cáo đã gửi đến").await;
    screen.sees("quá hạn 4 ngày").await;
    screen.is_usable_by_everybody().await;
    screen.picture("chase-board").await;
    screen.press_words("Sơ đồ đơn vị").await;
    screen.sees_at("a.tile.late").await;
    screen.is_usable_by_everybody().await;
    screen.picture("chase-grid").await;
    screen.press_words("Diễn biến").await;
    screen.sees("Đến hạn: 5 báo cáo").await;
    screen.is_usable_by_everybody().await;
    screen.press_words("Nhắc việc").await;
    screen.sees("5 đơn vị sẽ được nhắc trong ít phút nữa").await;
    screen.is_usable_by_everybody().await;
    screen.picture("chase-reminders").await;
    screen.press_words("Công văn đôn đốc").await;
    screen.sees("công văn nêu tên 5 đơn vị").await;
    screen.fill("#contact", "Phòng Tham mưu").await;
    screen.press("form.card button.primary").await;
    screen.sees("Đã lập công văn đôn đốc").await;
    screen.sees_at("a[href$='/docx']").await;
    screen.is_usable_by_everybody().await;
    screen.picture("chase-letter").await;
    screen.press_words("Thống kê công việc").await;
    screen.sees("Những gì đã hỏi hai lần").await;
    screen.is_usable_by_everybody().await;
    screen.picture("chase-work").await;
    screen.close().await;

    // The Word file that was made names those five and nobody else.
    let mut conn = house.kept.store.read().await.expect("a connection");
    let made = urging::of_campaign(&mut conn, &campaign.id).await;
    let letter = made.expect("letters").pop().expect("one was made");
    let bytes = blob::find(&mut conn, &letter.docx).await.expect("read");
    let text = import::read(&bytes.expect("kept"), "cong-van.docx").expect("a Word file");
    for late in ["Vân Khê", "Mường Lạng", "Đông Giang", "Nội vụ", "Tài chính"] {
        assert!(text.text().contains(late), "{late}: {}", text.text());
    }
    assert_eq!(letter.units.len(), 5);
}
