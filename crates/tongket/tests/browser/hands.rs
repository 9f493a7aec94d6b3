//! What hands at a keyboard meet: a colleague in the same section, a line that
//! drops, a session that ends. Nothing that was typed is lost.

use crate::people::office::OpenCampaign;
use crate::people::{PASSWORD, TestHouse};
use crate::screen::{Line, Screen};

/// The text that is being written.
const TEXT: &str = ".editor .text";
/// The sentence on where the text is.
const STATE: &str = ".editor .state";

/// The report of Vân Khê in a campaign that is open, in a house with a line to it.
struct Section {
    house: TestHouse,
    line: Line,
    campaign: OpenCampaign,
    report: String,
}

impl Section {
    async fn new() -> Option<Section> {
        Section::in_house(TestHouse::empty().await).await
    }

    async fn in_house(house: TestHouse) -> Option<Section> {
        let line = Line::to(&house).await?;
        let campaign = house.open_campaign().await;
        let mut drafter = house.person("vankhe").await;
        let duty = format!("/duties/{}", campaign.report_of("xã Vân Khê"));
        let report = drafter.open(&duty).await.leads_to("/reports/").id();
        Some(Section {
            house,
            line,
            campaign,
            report,
        })
    }

    fn page(&self, item: &str) -> String {
        format!("/reports/{}/sections/{item}", self.report)
    }

    /// Somebody before a section, with a window of their own.
    async fn writer(&self, name: &str, item: &str) -> Screen {
        let screen = self.line.seat(&self.house.person(name).await).await;
        screen.open(&self.page(item)).await;
        screen.sees_in(STATE, "tự lưu").await;
        screen
    }

    /// What the server has in a cell of the table.
    async fn cell(&self, row: usize, column: usize) -> String {
        let mut drafter = self.house.person("vankhe").await;
        let page = format!("/reports/{}/figures/{}", self.report, self.campaign.form);
        let cell = &drafter.data(&page).await["rows"][row]["cells"][column]["saved"];
        cell.as_str().expect("a figure").to_owned()
    }

    /// What the server has of a section.
    async fn kept(&self, item: &str) -> String {
        let mut drafter = self.house.person("vankhe").await;
        let data = drafter.data(&self.page(item)).await;
        data["html"].as_str().expect("a text").to_owned()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_in_one_sentence_see_both_texts_and_settle_them() {
    let Some(section) = Section::new().await else {
        return;
    };
    let man = section.writer("vankhe", "II.2").await;
    man.write(TEXT, "Toàn xã có 12 tổ tự quản").await;
    man.sees_in(STATE, "Đã lưu").await;
    let thong = section.writer("vankhe.ld", "II.2").await;
    thong.write(TEXT, ", 96 thành viên.").await;
    thong.sees_in(STATE, "Đã lưu").await;
    man.write(TEXT, ", trong đó 9 tổ tốt.").await;
    man.sees_in("dialog[open]", "Hai bản của cùng một mục")
        .await;
    man.sees_in("dialog[open]", "Bản của Hoàng Văn Thông").await;
    man.sees_in("dialog[open]", "96 thành viên").await;
    man.sees_in("dialog[open]", "9 tổ tốt").await;
    man.is_usable_by_everybody().await;
    man.picture("conflict").await;
    let other = section.writer("vankhe.ld", "II.2").await;
    other.sees("Mục này có hai bản khác nhau").await;
    man.press_words("Gộp cả hai").await;
    man.sees_in(STATE, "Đã lưu").await;
    let kept = section.kept("II.2").await;
    assert!(
        kept.contains("96 thành viên") && kept.contains("9 tổ tốt"),
        "{kept}"
    );
    other.open(&section.page("II.2")).await;
    other.sees_in(TEXT, "9 tổ tốt").await;
    assert_eq!(other.count(".flash.bad").await, 0, "nothing waits any more");
    for screen in [man, thong, other] {
        screen.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_line_loses_nothing_even_when_the_page_is_left() {
    let Some(section) = Section::new().await else {
        return;
    };
    let man = section.writer("vankhe", "I").await;
    section.line.cut();
    man.write(TEXT, "Xã có 12 thôn.").await;
    man.sees_in(STATE, "Mất kết nối").await;
    man.is_usable_by_everybody().await;
    assert_eq!(section.kept("I").await, "");
    section.line.mend();
    man.sees_in(STATE, "Đã lưu").await;
    assert_eq!(section.kept("I").await, "<p>Xã có 12 thôn.</p>");

    section.line.cut();
    man.write(TEXT, " Dân cư thưa.").await;
    man.sees_in(STATE, "Mất kết nối").await;
    man.tries(&section.page("II.1")).await;
    section.line.mend();
    man.open(&section.page("I")).await;
    man.sees("Còn bài viết chưa gửi").await;
    man.is_usable_by_everybody().await;
    man.picture("recovery").await;
    man.press_words("Lấy lại bài viết này").await;
    man.sees_in(STATE, "Đã lưu").await;
    assert_eq!(
        section.kept("I").await,
        "<p>Xã có 12 thôn. Dân cư thưa.</p>"
    );
    man.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_outlive_a_dropped_line_and_a_page_that_is_left() {
    const CELL: &str = "table.figures tbody tr:nth-child(1) td:last-child input:first-child";
    const OTHER: &str = "table.figures tbody tr:nth-child(3) td:last-child input:first-child";
    let Some(section) = Section::new().await else {
        return;
    };
    let page = format!(
        "/reports/{}/figures/{}",
        section.report, section.campaign.form
    );
    let man = section
        .line
        .seat(&section.house.person("vankhe").await)
        .await;
    man.open(&page).await;
    section.line.cut();
    man.fill(CELL, "1.250").await;
    man.press(OTHER).await;
    man.sees("số vừa nhập được giữ trên máy này").await;
    man.is_usable_by_everybody().await;
    man.picture("figures-offline").await;
    section.line.mend();
    man.sees("Đã lưu các ô vừa nhập.").await;
    assert_eq!(section.cell(0, 1).await, "1250");

    section.line.cut();
    man.fill(OTHER, "12.000").await;
    man.press(CELL).await;
    man.sees("số vừa nhập được giữ trên máy này").await;
    man.tries(&section.page("I")).await;
    section.line.mend();
    man.open(&page).await;
    man.sees("Đã lưu các ô vừa nhập.").await;
    assert_eq!(man.value(OTHER).await, "12.000");
    assert_eq!(section.cell(2, 1).await, "12000");
    man.open(&page).await;
    assert!(!man.text().await.contains("nhập dở"), "it is sent once");
    man.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ended_keeps_the_text_until_one_is_back() {
    let Some(section) = Section::in_house(TestHouse::strict().await).await else {
        return;
    };
    let unit = section.campaign.unit("xã Vân Khê");
    section.house.hire("nguyenman", "drafter", unit).await;
    let man = section.line.window().await;
    man.sign_in("nguyenman", PASSWORD).await;
    man.open(&section.page("I")).await;
    man.sees_in(STATE, "tự lưu").await;
    section
        .house
        .clock
        .set("2026-03-10T14:00:00+07:00".parse().expect("a moment"));
    man.write(TEXT, "Xã có 12 thôn.").await;
    man.sees_in(STATE, "Phiên làm việc đã hết").await;
    man.is_usable_by_everybody().await;
    man.picture("expired").await;
    assert_eq!(section.kept("I").await, "");
    let writing = man.client.window().await.expect("a window");
    man.press(&format!("{STATE} a")).await;
    man.goes_to_the_other_tab(&writing).await;
    man.fill("#name", "nguyenman").await;
    man.fill("#password", PASSWORD).await;
    man.press("main button.primary").await;
    man.sees_at(TEXT).await;
    man.client.close_window().await.expect("the tab closes");
    let back = man.client.switch_to_window(writing).await;
    back.expect("the first tab is still there");
    man.sees_in(STATE, "Đã lưu").await;
    assert_eq!(section.kept("I").await, "<p>Xã có 12 thôn.</p>");
    man.close().await;
}
