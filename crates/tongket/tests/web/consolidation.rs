//! Reports become one: composed, edited, corrected at their source, brought up to date, exported;
//! and each unit sees where its text went.

use serde_json::json;
use tongket_store::{Done, StoreError, consolidation};

use crate::people::Person;
use crate::people::tier::{Scene, done};

#[tokio::test]
async fn a_corrected_report_brings_the_draft_up_and_loses_no_edit() {
    for scene in Scene::everywhere().await {
        corrected(scene).await;
    }
}

#[allow(clippy::too_many_lines, reason = "one story")]
async fn corrected(scene: Scene) {
    let mut officer = scene.begun().await;
    let text = scene.text(&mut officer, "II.2").await;
    assert_eq!(
        text,
        "- Tổ tự quản: 20 tổ (02/02 xã có số liệu). \
         - Xã Vân Khê và xã Mường Lạng: Các tổ duy trì sinh hoạt hằng tháng theo đúng quy chế."
    );
    // The officer makes one sentence shorter and adds one of her own.
    let rule = "Các tổ duy trì sinh hoạt hằng tháng theo đúng quy chế.";
    scene
        .edits(&mut officer, "II.2", rule, "Các tổ sinh hoạt đều.")
        .await;
    scene
        .edits(
            &mut officer,
            "II.2",
            "</p><p>",
            "</p><p>Nhìn chung phong trào lan rộng.</p><p>",
        )
        .await;
    scene
        .van_khe_corrects(
            "II.2",
            "<p>Toàn xã có 15 tổ tự quản. Các tổ duy trì sinh hoạt hai tháng một lần theo đúng quy chế.</p>",
        )
        .await;
    scene.third_arrives().await;
    let page = officer.open(&scene.path()).await;
    page.sees("Báo cáo nguồn đã thay đổi")
        .sees("1 báo cáo mới: xã Đông Giang");
    page.sees("1 báo cáo có bản khác: xã Vân Khê")
        .sees("3/5 đơn vị");
    scene.brings_up(&mut officer).await;
    let text = scene.text(&mut officer, "II.2").await;
    assert_eq!(
        text,
        "- Tổ tự quản: 27 tổ (03/03 xã có số liệu). \
         - Xã Vân Khê: Các tổ duy trì sinh hoạt hai tháng một lần theo đúng quy chế. \
         Nhìn chung phong trào lan rộng. \
         - Xã Vân Khê và xã Mường Lạng: Các tổ sinh hoạt đều. \
         - Xã Đông Giang: Tổ phụ nữ tổ chức đèn đường tự quản."
    );
    let page = officer.open(&scene.section("II.2")).await;
    page.sees("Giữ bản đã sửa, nguồn khác")
        .sees("<del>20 tổ</del>")
        .sees("<ins>27 tổ</ins>");
    page.sees("“12 tổ” → “15 tổ”")
        .sees("Lời của người soạn (1)");
    let docx = officer
        .download(&format!("{}/document/docx?provenance=yes", scene.path()))
        .await;
    let source = tongket_paper::import::read(&docx, "a.docx").expect("a Word file");
    for words in [
        "Các tổ sinh hoạt đều",
        "27 tổ",
        "Nhìn chung phong trào lan rộng",
        "bản tổng hợp đã biên tập",
    ] {
        assert!(
            source.text().contains(words),
            "“{words}” is not in {}",
            source.text()
        );
    }
    let clean = officer
        .download(&format!("{}/document/docx", scene.path()))
        .await;
    let clean = tongket_paper::import::read(&clean, "a.docx").expect("a Word file");
    assert!(
        clean.text().contains("Các tổ sinh hoạt đều."),
        "{}",
        clean.text()
    );
    assert!(!clean.text().contains("đã biên tập"));
    for format in ["pdf", "xlsx"] {
        let file = officer
            .download(&format!("{}/document/{format}", scene.path()))
            .await;
        assert!(file.len() > 1000, "{format}");
    }
}

#[tokio::test]
async fn every_piece_leads_to_its_words_and_every_unit_sees_where_its_text_went() {
    let scene = Scene::with_two().await;
    let mut officer = scene.begun().await;
    let shown = officer.data(&scene.section("II.2")).await;
    let html = shown["html"].as_str().expect("a text").to_owned();
    let (before, _) = html.split_once("\">20 tổ<").expect("the total");
    let key = before.rsplit('"').next().expect("a key");
    let card = officer
        .data(&format!("{}/pieces/{key}", scene.section("II.2")))
        .await;
    let card = &card["card"];
    assert_eq!(
        (card["sum"].as_str(), card["kind"].as_str()),
        (Some("20"), Some("figure"))
    );
    let values: Vec<&str> = card["sources"]
        .as_array()
        .expect("sources")
        .iter()
        .filter_map(|source| source["value"].as_str())
        .collect();
    assert_eq!(values, ["12 tổ", "8 tổ"]);
    let href = card["sources"][0]["href"].as_str().expect("an address");
    officer
        .open(href)
        .await
        .sees("Chỗ được dẫn trong bản tổng hợp")
        .sees("Toàn xã có 12 tổ tự quản.");
    officer
        .open(&scene.section("II.2"))
        .await
        .sees("cập nhật từ nguồn");
    let page = officer
        .open(&format!("{}?piece={key}", scene.section("II.2")))
        .await;
    page.sees("Cộng 2 báo cáo: 20");

    scene
        .edits(
            &mut officer,
            "IV",
            "hỗ trợ kinh phí tuần tra ban đêm",
            "cấp kinh phí",
        )
        .await;
    let mut drafter = scene.house.person("vankhe").await;
    let report = scene.report(&mut drafter, "xã Vân Khê").await;
    let page = drafter
        .open(&format!("/reports/{report}/consolidated"))
        .await;
    page.sees("Giữ nguyên")
        .sees("Đã biên tập")
        .sees("Đề nghị cấp kinh phí.");
    page.does_not_see("tập huấn cho tổ trưởng");
    // Another unit's report is none of theirs, nor is the draft.
    let mut other = scene.house.person("donggiang").await;
    other
        .open(&format!("/reports/{report}/consolidated"))
        .await
        .is_refused("TK009");
    other.open(&scene.path()).await.is_refused("TK009");
    scene
        .house
        .person("thanhtra")
        .await
        .open(&scene.section("II.2"))
        .await
        .sees("class=\"piece\"");
}

#[tokio::test]
async fn what_loses_its_source_is_shown_and_never_dropped() {
    let scene = Scene::with_two().await;
    let mut officer = scene.begun().await;
    scene.van_khe_corrects("I", "<p>Xã có 12 thôn.</p>").await;
    scene.brings_up(&mut officer).await;
    let lost = "Địa bàn rộng, dân cư ở phân tán dọc bờ sông.";
    assert!(scene.text(&mut officer, "I").await.contains(lost));
    let page = officer.open(&scene.section("I")).await;
    page.sees("Không còn nguồn").sees("Bỏ đoạn này");
    officer.open(&scene.path()).await.sees("1 mất nguồn");
    let shown = officer.data(&scene.section("I")).await;
    let key = shown["news"][0]["key"].as_str().expect("a key").to_owned();
    let answer = format!("{}/answer", scene.section("I"));
    officer
        .send(&answer, &[("key", &key), ("answer", "drop")])
        .await
        .leads_to(&scene.section("I"));
    assert!(!scene.text(&mut officer, "I").await.contains(lost));
    // Nothing is removed for good: the version before can be looked at.
    officer
        .open(&format!("{}/versions", scene.section("I")))
        .await
        .sees("Cập nhật từ báo cáo nguồn");

    // While a report is open again it goes on counting, and this is said.
    let mut drafter = scene.house.person("muonglang").await;
    let report = scene.report(&mut drafter, "xã Mường Lạng").await;
    let why = json!({ "reason": "Sai số tổ." });
    done(&mut drafter, &format!("/reports/{report}/correction"), &why).await;
    let page = officer.open(&scene.path()).await;
    page.sees("Đang mở lại để đính chính: xã Mường Lạng")
        .sees("2/5 đơn vị");
    page.sees("Chưa có: ").sees("xã Đông Giang");
}

/// The officer cuts a sentence of Vân Khê out of section I and pastes it at the head of section III;
/// the key of its piece.
async fn moved(scene: &Scene, officer: &mut Person, words: &str) -> String {
    let key = scene.piece(officer, "I", words).await;
    let piece = format!("<span data-piece=\"{key}\">{words}</span>");
    scene.edits(officer, "I", &piece, "").await;
    let pasted = format!("<p>Nhìn chung: {piece}</p><p>");
    let shown = officer.data(&scene.section("III")).await;
    let html = shown["html"].as_str().expect("a text");
    let html = html.replacen("<p>", &pasted, 1);
    let save = json!({ "base": shown["version"], "html": html });
    let path = format!("{}/versions", scene.section("III"));
    done(officer, &path, &save).await;
    key
}

const WIDE: &str = "Địa bàn rộng, dân cư ở phân tán dọc bờ sông.";
const NARROW: &str = "Địa bàn hẹp, dân cư ở phân tán dọc bờ sông.";

#[tokio::test]
async fn a_sentence_that_was_moved_to_another_section_keeps_its_source_and_follows_it() {
    for scene in Scene::everywhere().await {
        follows(scene).await;
    }
}

async fn follows(scene: Scene) {
    let mut officer = scene.begun().await;
    let key = moved(&scene, &mut officer, WIDE).await;
    let card = format!("{}?piece={key}", scene.section("III"));
    officer.open(&card).await.sees("<b>xã Vân Khê</b>");
    let own = officer.data(&scene.section("III")).await["own"].to_string();
    assert!(own.contains("Nhìn chung"), "{own}");
    assert!(
        !own.contains("Địa bàn rộng"),
        "it is not the drafter's own: {own}"
    );
    // The unit sees where its sentence went; the document leads to its source.
    let report = scene.report_by("vankhe", "xã Vân Khê").await;
    let mut drafter = scene.house.person("vankhe").await;
    let fate = drafter
        .data(&format!("/reports/{report}/consolidated"))
        .await;
    let went = fate["at"][0]["went"].as_array().expect("sentences");
    let it = went
        .iter()
        .find(|it| it["words"] == WIDE)
        .expect("the sentence");
    assert_eq!((&it["fate"], &it["now"]), (&json!("kept"), &json!(WIDE)));
    assert_eq!(it["section"], "III. Hạn chế, nguyên nhân");
    let docx = format!("{}/document/docx?provenance=yes", scene.path());
    let docx = officer.download(&docx).await;
    let source = tongket_paper::import::read(&docx, "a.docx").expect("a Word file");
    let cited = source
        .text()
        .matches("Địa bàn rộng, dân cư ở phân tán")
        .count();
    assert_eq!(
        cited, 2,
        "once in the text and once in the annex of sources"
    );
    // The source changes: old and new are shown where the sentence stands, and it follows there.
    let text = format!("<p>Xã có 12 thôn. {NARROW}</p>");
    scene.van_khe_corrects("I", &text).await;
    let only = json!({ "item": "III" });
    done(&mut officer, &format!("{}/refresh", scene.path()), &only).await;
    let there = scene.text(&mut officer, "III").await;
    assert!(there.contains(&format!("Nhìn chung: {NARROW}")), "{there}");
    let home = scene.text(&mut officer, "I").await;
    assert!(
        !home.contains("dọc bờ sông"),
        "it does not come back: {home}"
    );
    let page = officer.open(&scene.section("III")).await;
    page.sees("Câu này được chuyển đến đây từ mục")
        .sees(&format!("<del>{WIDE}</del>"))
        .sees(&format!("<ins>{NARROW}</ins>"));
    officer
        .open(&scene.section("I"))
        .await
        .sees("Câu này nay đứng ở mục");
    let answer = format!("{}/answer", scene.section("III"));
    let seen = json!({ "key": key, "answer": "seen" });
    done(&mut officer, &answer, &seen).await;
    for item in ["I", "III"] {
        let news = officer.data(&scene.section(item)).await["news"].to_string();
        assert!(!news.contains(&key), "{item}: {news}");
    }
}

#[tokio::test]
async fn a_moved_sentence_that_was_edited_or_lost_its_source_waits_for_the_drafter() {
    let scene = Scene::with_two().await;
    let mut officer = scene.begun().await;
    let key = moved(&scene, &mut officer, WIDE).await;
    scene
        .edits(&mut officer, "III", "Địa bàn rộng", "Địa bàn rất rộng")
        .await;
    let text = format!("<p>Xã có 12 thôn. {NARROW}</p>");
    scene.van_khe_corrects("I", &text).await;
    scene.brings_up(&mut officer).await;
    let there = scene.text(&mut officer, "III").await;
    assert!(there.contains("Địa bàn rất rộng"), "{there}");
    officer
        .open(&scene.section("III"))
        .await
        .sees("Giữ bản đã sửa, nguồn khác")
        .sees(&format!("<ins>{NARROW}</ins>"));
    let answer = format!("{}/answer", scene.section("III"));
    let follow = [("key", key.as_str()), ("answer", "follow")];
    officer
        .send(&answer, &follow)
        .await
        .leads_to(&scene.section("III"));
    let there = scene.text(&mut officer, "III").await;
    assert!(there.contains(&format!("Nhìn chung: {NARROW}")), "{there}");
    // Vân Khê takes the sentence out: it stays until somebody decides, and goes where it stands.
    scene.van_khe_corrects("I", "<p>Xã có 12 thôn.</p>").await;
    scene.brings_up(&mut officer).await;
    let there = scene.text(&mut officer, "III").await;
    assert!(there.contains(NARROW), "{there}");
    officer
        .open(&scene.section("III"))
        .await
        .sees("Không còn nguồn");
    let drop = [("key", key.as_str()), ("answer", "drop")];
    officer
        .send(&answer, &drop)
        .await
        .leads_to(&scene.section("III"));
    let there = scene.text(&mut officer, "III").await;
    assert!(
        there.contains("Nhìn chung:") && !there.contains(NARROW),
        "{there}"
    );
}

#[tokio::test]
async fn two_drafters_lose_nothing_and_a_leader_comments() {
    let scene = Scene::with_two().await;
    let mut officer = scene.begun().await;
    let mut reviewer = scene.house.person("thamdinh").await;
    let shown = officer.data(&scene.section("III")).await;
    let html = shown["html"].as_str().expect("a text");
    let path = format!("{}/versions", scene.section("III"));
    let mine = json!({ "base": shown["version"], "html": html.replace("tuổi cao", "cao tuổi") });
    let theirs = json!({ "base": shown["version"], "html": html.replace("còn ít", "còn hạn hẹp") });
    let same = json!({ "base": shown["version"], "html": html.replace("tuổi cao", "đã lớn tuổi") });
    assert!(
        officer
            .send_json(&path, &mine)
            .await
            .text
            .contains("\"saved\"")
    );
    let merged = reviewer.send_json(&path, &theirs).await;
    assert!(merged.text.contains("\"merged\""), "{}", merged.text);
    let conflict = reviewer.send_json(&path, &same).await;
    assert!(conflict.text.contains("\"conflict\""), "{}", conflict.text);
    let text = scene.text(&mut officer, "III").await;
    assert!(
        text.contains("cao tuổi") && text.contains("còn hạn hẹp"),
        "{text}"
    );
    officer.open(&scene.section("III")).await.sees("conflicts/");

    let comment = format!("{}/comment", scene.section("III"));
    let quote = [
        ("quote", "Kinh phí hoạt động còn hạn hẹp."),
        ("text", "Nêu số tiền."),
    ];
    let leads = reviewer.send(&comment, &quote).await;
    leads.leads_to(&scene.section("III"));
    officer
        .open(&scene.section("III"))
        .await
        .sees("Nêu số tiền.");
    officer.open(&scene.path()).await.sees("1 góp ý");
    let quote = [("quote", "Câu không có."), ("text", "Gì đây?")];
    assert!(!reviewer.send(&comment, &quote).await.status.is_success());
    let mut auditor = scene.house.person("thanhtra").await;
    auditor
        .send(&comment, &[("quote", ""), ("text", "Tôi chỉ xem.")])
        .await
        .is_refused("TK009");
    auditor
        .send(&path, &[("html", "<p>x</p>")])
        .await
        .is_refused("TK009");
}

#[tokio::test]
async fn in_a_long_section_the_sentence_is_copied_out_of_the_text() {
    let scene = Scene::with_two().await;
    let mut officer = scene.begun().await;
    let mut reviewer = scene.house.person("thamdinh").await;
    let shown = officer.data(&scene.section("III")).await;
    let said = |number: usize| format!("<p>Tổ tự quản số {number} sinh hoạt đều.</p>");
    let long: String = (1..=300).map(said).collect();
    let path = format!("{}/versions", scene.section("III"));
    let body = json!({ "base": shown["version"], "html": long });
    officer.send_json(&path, &body).await;

    let page = reviewer.open(&scene.section("III")).await;
    page.sees("Chép câu cần góp ý từ bản thảo vào đây");
    assert!(
        !page
            .text
            .contains("<option>Tổ tự quản số 7 sinh hoạt đều.</option>")
    );
    let comment = format!("{}/comment", scene.section("III"));
    let quote = [
        ("quote", "Tổ tự quản số 250 sinh hoạt đều."),
        ("text", "Mấy lần một quý?"),
    ];
    let leads = reviewer.send(&comment, &quote).await;
    leads.leads_to(&scene.section("III"));
    let page = officer.open(&scene.section("III")).await;
    page.sees("Mấy lần một quý?");
    page.sees("Tổ tự quản số 250 sinh hoạt đều.");
    let long = page.text.matches("Tổ tự quản số 299 sinh hoạt đều.");
    assert_eq!(long.count(), 1, "it stands in the text alone");
}

#[tokio::test]
async fn a_closed_campaign_takes_nothing_in_and_its_draft_is_finished() {
    let scene = Scene::with_two().await;
    let mut officer = scene.begun().await;
    let sent = scene.third_waits("<p>Xã đã ban hành 5 văn bản.</p>").await;
    let closing = format!("/campaigns/{}/closing", scene.campaign.id);
    let why = [("reason", "Đã đủ báo cáo.")];
    officer.send(&closing, &why).await.leads_to("/campaigns/");
    scene
        .edits(&mut officer, "III", "Một số tổ trưởng", "Vài tổ trưởng")
        .await;
    let text = scene.text(&mut officer, "III").await;
    assert!(text.contains("Vài tổ trưởng"), "{text}");
    let page = officer.open(&format!("/submissions/{sent}")).await;
    page.does_not_see("/acceptance\"")
        .does_not_see("/reception\"");
}

#[tokio::test]
async fn what_the_checks_find_stands_where_a_report_is_accepted() {
    let scene = Scene::with_two().await;
    let two_values = "<p>Toàn xã có 5 tổ tự quản. Đến nay toàn xã có 9 tổ tự quản.</p>";
    let id = scene.third_waits(two_values).await;
    let mut officer = scene.officer().await;
    officer
        .open(&format!("/submissions/{id}"))
        .await
        .sees(&format!("hx-get=\"/submissions/{id}/notes\""));
    let notes = format!("/submissions/{id}/notes");
    let mut found = officer.data(&notes).await;
    for _ in 0..50 {
        if found["comparing"] == false {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        found = officer.data(&notes).await;
    }
    let codes: Vec<&str> = found["sections"]
        .as_array()
        .expect("sections")
        .iter()
        .flat_map(|section| section["notes"].as_array().expect("notes"))
        .map(|note| note["code"].as_str().expect("a code"))
        .collect();
    assert!(codes.contains(&"BC001"), "{found}");
    let preview = format!("/campaigns/{}/today/preview", scene.campaign.id);
    let many = [("act", "accept"), ("versions", id.as_str())];
    officer
        .send(&preview, &many)
        .await
        .sees(&format!("href=\"/submissions/{id}/notes\""));
}

/// Two communes fill in the table; the key of the cell that the draft puts together of it.
async fn two_fill_in(scene: &Scene, cells: [&str; 2]) -> (Person, String) {
    let communes = [("vankhe", "xã Vân Khê"), ("muonglang", "xã Mường Lạng")];
    for ((name, unit), cell) in communes.into_iter().zip(cells) {
        let report = scene.report_by(name, unit).await;
        scene.opens_again(name, &report).await;
        scene
            .fills(name, &report, &json!({ "to:2025": cell }))
            .await;
        scene.goes_up(name, &report).await;
    }
    let mut officer = scene.begun().await;
    let shown = officer.data(&scene.section("II.2")).await;
    let html = shown["html"].as_str().expect("a text").to_owned();
    let keys = html.split('"');
    let keys = keys.filter(|key| key.len() == 15 && key.starts_with('d'));
    for key in keys {
        let path = format!("{}/pieces/{key}", scene.section("II.2"));
        if officer.data(&path).await["card"]["sources"][1].is_object() {
            return (officer, path);
        }
    }
    panic!("no cell of two sources in {html}");
}

#[tokio::test]
async fn ratios_are_never_added_up_at_their_source() {
    let scene = Scene::new().await;
    let sql = r#"UPDATE form SET definition
        = REPLACE(definition, '"code": "to",', '"code": "to", "additive": false,')"#;
    scene.tampers(sql).await;
    let scene = scene.sent_by_two().await;
    let (mut officer, cell) = two_fill_in(&scene, ["64", "69"]).await;
    let card = &officer.data(&cell).await["card"];
    assert_eq!(card["sum"], "", "{card}");
    assert_eq!(card["spread"]["median"], "66,5", "{card}");
    officer
        .open(&cell)
        .await
        .sees("thấp nhất 64 · trung vị 66,5 · cao nhất 69")
        .does_not_see("Cộng 2 báo cáo");
}

#[tokio::test]
async fn a_cell_of_the_draft_names_itself_and_leads_to_the_cells_it_is_of() {
    let scene = Scene::with_two().await;
    let (mut officer, cell) = two_fill_in(&scene, ["12", "8"]).await;
    let card = &officer.data(&cell).await["card"];
    assert_eq!(card["sum"], "20", "{card}");
    let href = card["sources"][0]["href"].as_str().expect("an address");
    let (page, anchor) = href.split_once('#').expect("a place on the page");
    let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
    assert_eq!(anchor, format!("cell-{}/to|2025", scene.campaign.form));
    let marked = format!("id=\"{anchor}\"");
    officer.open(page).await.sees(&marked);
    let named = ["table", "indicator", "column"].map(|it| card["cell"][it].as_str());
    assert!(named.iter().all(Option::is_some), "{card}");
    let [table, indicator, column] = named.map(Option::unwrap_or_default);
    let heading = format!("<p>{table} · <b>{indicator}</b> · {column}</p>");
    officer.open(&cell).await.sees(&heading);
    assert_eq!((indicator, column), ("Tổ tự quản", "Năm 2025"), "{card}");
}

#[tokio::test]
async fn a_piece_of_many_sources_leads_to_all_of_them() {
    let scene = Scene::with_two().await;
    let (mut officer, cell) = two_fill_in(&scene, ["12", "8"]).await;
    let mut conn = scene.house.kept.store.read().await.expect("a connection");
    let unit = scene.campaign.unit("Công an tỉnh Sơn Hải");
    let draft = consolidation::find(&mut conn, &scene.campaign.id, unit).await;
    let draft = draft.expect("the store answers").expect("a draft");
    let kept = consolidation::pieces(&mut conn, &draft.id, "II.2").await;
    let (_, mut pieces) = kept.expect("the store answers").expect("pieces");
    drop(conn);
    for piece in pieces.iter_mut().filter(|piece| cell.ends_with(&piece.key)) {
        piece.sources = vec![piece.sources[0].clone(); 203];
    }
    let pieces = serde_json::to_string(&pieces).expect("pieces");
    let sql = format!("UPDATE consolidation_pieces SET pieces = '{pieces}' WHERE item = 'II.2'");
    scene.tampers(sql.leak()).await;
    let card = &officer.data(&cell).await["card"];
    assert_eq!(card["more"], 3, "{card}");
    officer.open(&cell).await.sees("Xem đủ 203 nguồn");
    let all = card["all"].as_str().expect("an address");
    let card = &officer.data(all).await["card"];
    let sources = card["sources"].as_array().expect("sources");
    assert_eq!((sources.len(), &card["more"]), (203, &json!(0)));
    assert_eq!(card["sum"], "2.436", "{card}");
    officer.open(all).await.does_not_see("Xem đủ");
}

#[tokio::test]
async fn a_heading_that_only_gathers_counts_nothing_and_a_table_its_rows() {
    let scene = Scene::with_two().await;
    let mut officer = scene.officer().await;
    let page = officer.data(&scene.path()).await;
    let sections = page["sections"].as_array().expect("sections");
    let of = |item: &str| {
        let href = scene.section(item);
        let row = sections.iter().find(|row| row["href"] == href.as_str());
        row.expect("a section")
    };
    assert_eq!(of("II")["gathers"], true, "{page}");
    assert_eq!(of("II.1")["gathers"], false, "{page}");
    let table = of("II.2");
    assert!(table["table_rows"].as_u64() > Some(0), "{table}");
    assert_eq!(of("III")["table_rows"], 0, "{page}");
    let rows = format!("{} dòng biểu</td>", table["table_rows"]);
    officer
        .open(&scene.path())
        .await
        .sees(&rows)
        .sees("<div>–</div>");
}

#[tokio::test]
async fn a_table_of_no_section_stands_at_the_end_of_the_draft() {
    let scene = Scene::new().await;
    let loose = scene.house.kept.store.act::<(), StoreError>(|tx| {
        Box::pin(async move {
            tx.tamper_for_test("UPDATE form SET item = ''").await?;
            Ok(Done::already(()))
        })
    });
    loose.await.expect("a table of no section");
    scene.third_arrives().await;
    let report = scene.report_by("donggiang", "xã Đông Giang").await;
    scene.opens_again("donggiang", &report).await;
    let cells = json!({ "to:2025": "4" });
    scene.fills("donggiang", &report, &cells).await;
    scene.goes_up("donggiang", &report).await;
    let mut officer = scene.begun().await;
    let end = scene.text(&mut officer, "IV").await;
    assert!(end.contains("Tổ tự quản tổ – 4"), "{end}");
    let before = scene.text(&mut officer, "II.2").await;
    assert!(!before.contains("Tổ tự quản tổ – 4"), "{before}");
}

#[tokio::test]
async fn what_was_read_is_taken_up_after_a_start_and_read_again_where_it_is_damaged() {
    for scene in Scene::everywhere().await {
        taken_up(scene).await;
    }
}

async fn taken_up(mut scene: Scene) {
    scene.begun().await;
    let read = scene.figures().await;
    assert!(
        read.contains("xã Mường Lạng\t\t8\t\t8 tổ tự quản"),
        "{read}"
    );
    scene.laid_down(2).await;
    scene = scene.starts_again();
    assert_eq!(scene.figures().await, read);

    // What was laid down is put together, and not the report once more.
    let swap = "UPDATE understood SET packed = (SELECT packed FROM understood ORDER BY submission LIMIT 1)";
    scene.tampers(swap).await;
    scene = scene.starts_again();
    assert_ne!(scene.figures().await, read);

    for damage in [
        "UPDATE understood SET mark = 'of another program'",
        "UPDATE understood SET figures = 'no figures'",
        "DELETE FROM understood",
    ] {
        scene.tampers(damage).await;
        scene = scene.starts_again();
        assert_eq!(scene.figures().await, read, "{damage}");
        scene.laid_down(2).await;
    }
}

#[tokio::test]
async fn what_was_accepted_is_read_before_anybody_puts_it_together() {
    let scene = Scene::with_two().await;
    scene.laid_down(2).await;
    // What a crash left unread is read after the start, once.
    scene.tampers("DELETE FROM understood").await;
    let scene = scene.starts_again();
    assert_eq!(scene.house.house.catch_up().await.expect("it is read"), 2);
    scene.laid_down(2).await;
    let again = scene.house.house.catch_up().await;
    assert_eq!(again.expect("it is read"), 0);
}
