//! One section over all units: copies and contradictions marked where they stand, near-equal
//! statements folded, sent back for what was found.

use serde_json::Value;

use crate::people::Person;
use crate::people::tier::Scene;

/// What two communes have in the same words, more than anybody writes by chance.
const COPIED: &str = "Sáng kiến ghép đôi hộ khá với hộ khó khăn để trông nom nhà cửa khi chủ nhà đi \
    biển dài ngày được bà con hưởng ứng, nhờ vậy ba mùa cá gần đây ghe thuyền về bến không còn cảnh \
    chen lấn, ngư cụ phơi trên bãi không bị lấy mất và trẻ nhỏ ở nhà có người đón sau giờ học.";

/// A campaign in which Đông Giang has copied from Vân Khê and contradicts itself.
async fn scene() -> Scene {
    let scene = Scene::new().await;
    let copied = format!("<p>{COPIED}</p>");
    let van_khe = [
        ("I", "<p>Xã có 12 thôn.</p>"),
        ("II.1", "<p>Xã đã ban hành 4 văn bản.</p>"),
        (
            "II.2",
            "<p>Các tổ duy trì sinh hoạt hằng tháng theo đúng quy chế.</p>",
        ),
        ("III", copied.as_str()),
        ("IV", "<p>Đề nghị hỗ trợ kinh phí.</p>"),
    ];
    scene.sends("vankhe", "xã Vân Khê", &van_khe).await;
    let mut muong_lang = van_khe;
    muong_lang[3].1 = "<p>Kinh phí hoạt động còn ít.</p>";
    scene.sends("muonglang", "xã Mường Lạng", &muong_lang).await;
    let mixed =
        format!("<p>Địa bàn rộng.</p><p>{COPIED}</p><p>Đến nay toàn xã có 21 tổ tự quản.</p>");
    let mut dong_giang = van_khe;
    dong_giang[2].1 = "<p>Toàn xã có 12 tổ tự quản.</p>";
    dong_giang[3].1 = &mixed;
    scene.sends("donggiang", "xã Đông Giang", &dong_giang).await;
    scene
}

/// The place of a unit on a page of reading across.
fn place(page: &Value, unit: &str) -> u64 {
    let mut units = page["units"].as_array().expect("units").iter();
    let found = units.find(|known| known["name"] == unit);
    found.expect("the unit")["at"].as_u64().expect("a place")
}

/// The page of a unit once the reports are compared.
async fn compared(person: &mut Person, page: &str, unit: &str) -> (String, Value) {
    let at = place(&person.data(page).await, unit);
    let here = format!("{page}?at={at}");
    for _ in 0..100 {
        let shown = person.data(&here).await;
        if shown["comparing"] == false {
            return (here, shown);
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    panic!("the reports are never compared");
}

#[tokio::test]
async fn copies_and_contradictions_are_marked_where_they_stand() {
    let scene = scene().await;
    let mut officer = scene.officer().await;
    let page = format!("/campaigns/{}/across/III", scene.campaign.id);
    let (here, shown) = compared(&mut officer, &page, "xã Đông Giang").await;
    let notes = shown["notes"].as_array().expect("notes").clone();
    let of = |kind: &str| {
        let found = notes.iter().find(|note| note["kind"] == kind);
        found
            .unwrap_or_else(|| panic!("no {kind}: {notes:?}"))
            .clone()
    };
    let copy = of("copy");
    assert_eq!(copy["others"][0]["unit"], "xã Vân Khê", "{copy}");
    let van_khe = place(&shown, "xã Vân Khê");
    let there = format!("{page}?at={van_khe}");
    assert_eq!(copy["others"][0]["href"], there.as_str());
    let contradiction = of("contradiction");
    assert_eq!(
        contradiction["others"][0]["unit"], "",
        "it is its own report"
    );
    let other = contradiction["others"][0].to_string();
    assert!(
        other.contains("12 tổ") && other.contains("across/II.2"),
        "{other}"
    );
    // In the text each stands marked with its number, and nothing of the text is lost.
    let html = shown["reading"]["part"]["html"].as_str().expect("a text");
    for (kind, note) in [("copy", &copy), ("contradiction", &contradiction)] {
        let mark = format!(
            "<mark class=\"noted {kind}\" data-note=\"{}\">",
            note["number"]
        );
        assert!(html.contains(&mark), "{mark}: {html}");
    }
    assert!(html.contains("<p>Địa bàn rộng.</p>"), "{html}");
    // The unit that was copied from is marked too; the third is not.
    let (_, van_khe) = compared(&mut officer, &page, "xã Vân Khê").await;
    assert_eq!(van_khe["notes"][0]["others"][0]["unit"], "xã Đông Giang");
    let (_, third) = compared(&mut officer, &page, "xã Mường Lạng").await;
    assert_eq!(third["notes"], Value::Array(Vec::new()));
    officer
        .open(&here)
        .await
        .sees("Trùng với báo cáo khác")
        .sees("Số liệu mâu thuẫn");
}

#[tokio::test]
async fn near_equal_statements_stand_once_with_the_units_that_make_them() {
    for scene in Scene::everywhere().await {
        let mut officer = scene.officer().await;
        let path = format!("/campaigns/{}/across/II.2/statements", scene.campaign.id);
        let page = officer.data(&path).await;
        let first = &page["statements"][0];
        assert_eq!(first["count"], 2, "{page}");
        let by = first["by"].as_array().expect("units");
        let names: Vec<&str> = by.iter().filter_map(|it| it["unit"].as_str()).collect();
        assert!(
            names.contains(&"xã Vân Khê") && names.contains(&"xã Mường Lạng"),
            "{names:?}"
        );
        officer
            .open(&path)
            .await
            .sees("2 đơn vị")
            .sees("viết đúng như vậy");
        let mut other = scene.house.person("vankhe").await;
        let own = other.data(&path).await;
        assert_eq!(own["units"], 1, "{own}");
        assert!(!own.to_string().contains("Mường Lạng"), "{own}");
    }
}

#[tokio::test]
async fn numbers_that_differ_are_not_said_of_all_who_make_a_statement() {
    let scene = Scene::new().await;
    let units = [
        ("vankhe", "xã Vân Khê", [13, 156]),
        ("muonglang", "xã Mường Lạng", [8, 96]),
        ("donggiang", "xã Đông Giang", [4, 52]),
    ];
    for (name, unit, [groups, members]) in units {
        let said = format!(
            "<p>Xã đã thành lập {groups} tổ tự quản với {members} thành viên tham gia tuần tra ban \
             đêm, giữ gìn an ninh trật tự và giúp đỡ các hộ già yếu trên địa bàn.</p>"
        );
        let sections = [
            ("I", "<p>Xã có 12 thôn.</p>"),
            ("II.1", "<p>Xã đã ban hành 4 văn bản.</p>"),
            ("II.2", said.as_str()),
            ("III", "<p>Kinh phí còn ít.</p>"),
            ("IV", "<p>Đề nghị hỗ trợ kinh phí.</p>"),
        ];
        scene.sends(name, unit, &sections).await;
    }
    let path = format!("/campaigns/{}/across/II.2/statements", scene.campaign.id);
    let page = scene.officer().await.data(&path).await;
    let said = &page["statements"][0];
    assert_eq!(said["count"], 3, "{page}");
    let text = said["text"].as_str().expect("a text");
    assert!(
        text.contains("thành lập … tổ tự quản với … thành viên"),
        "{page}"
    );
    for voice in said["by"].as_array().expect("units") {
        let words = voice["words"].as_str().expect("words");
        assert!(
            words.contains("thành lập ") && !words.contains('…'),
            "{page}"
        );
    }
    // Who sees one report alone reads its own numbers.
    let own = scene.house.person("vankhe").await.data(&path).await;
    assert!(own.to_string().contains("thành lập 13 tổ"), "{own}");
}

#[tokio::test]
async fn the_folded_section_has_every_sentence_of_every_unit_once() {
    let scene = Scene::with_two().await;
    let nothing = [
        ("I", "<p>Xã có chợ phiên.</p>"),
        ("II.1", "<p>Xã đã ban hành 5 văn bản chỉ đạo.</p>"),
        ("II.2", "<p>Không có.</p>"),
        ("III", "<p>Kinh phí còn ít.</p>"),
        ("IV", "<p>Đề nghị hỗ trợ kinh phí.</p>"),
    ];
    scene.sends("donggiang", "xã Đông Giang", &nothing).await;
    let mut officer = scene.officer().await;
    let path = format!("/campaigns/{}/across/II.2/statements", scene.campaign.id);
    let page = officer.data(&path).await;
    // "Toàn xã có 12 tổ tự quản." and "… 8 …" are one line with two units; each keeps its number.
    let figures = &page["figures"][0];
    assert_eq!(figures["count"], 2, "{page}");
    assert_eq!(figures["text"], "Toàn xã có … tổ tự quản.", "{page}");
    let mut words: Vec<String> = Vec::new();
    for list in ["statements", "figures", "nil"] {
        for it in page[list].as_array().expect("a list") {
            for voice in it["by"].as_array().expect("units") {
                let own = voice["words"].as_str().expect("words");
                let own = if own.is_empty() {
                    it["text"].as_str().expect("a text")
                } else {
                    own
                };
                words.push(format!(
                    "{}: {own}",
                    voice["unit"].as_str().expect("a name")
                ));
            }
        }
    }
    words.sort();
    let rule = "Các tổ duy trì sinh hoạt hằng tháng theo đúng quy chế.";
    let mut said = [
        "xã Vân Khê: Toàn xã có 12 tổ tự quản.".to_owned(),
        format!("xã Vân Khê: {rule}"),
        "xã Mường Lạng: Toàn xã có 8 tổ tự quản.".to_owned(),
        format!("xã Mường Lạng: {rule}"),
        "xã Đông Giang: Không có.".to_owned(),
    ];
    said.sort();
    assert_eq!(words, said);
    assert_eq!((&page["sentences"], &page["units"]), (&5.into(), &3.into()));
    officer
        .open(&path)
        .await
        .sees("Câu chỉ nêu số liệu")
        .sees("Toàn xã có 8 tổ tự quản.")
        .sees("Câu nói không có nội dung");
    // One line alone, with everybody who says it.
    let alone = format!("{path}?only={}", figures["number"]);
    officer
        .open(&alone)
        .await
        .sees("Toàn xã có 12 tổ tự quản.")
        .sees("Mọi ý của mục này")
        .does_not_see(rule);
    // A unit sees its own sentences and those of nobody else.
    let mut other = scene.house.person("vankhe").await;
    other
        .open(&path)
        .await
        .sees("Toàn xã có 12 tổ tự quản.")
        .does_not_see("8 tổ");
}

#[tokio::test]
async fn who_may_see_one_unit_alone_begins_at_it() {
    let scene = scene().await;
    let page = format!("/campaigns/{}/across/III", scene.campaign.id);
    let mut drafter = scene.house.person("muonglang").await;
    let shown = drafter.data(&page).await;
    assert_eq!(
        (&shown["unit"], &shown["count"]),
        (&"xã Mường Lạng".into(), &1.into())
    );
    assert_eq!(
        (&shown["before"], &shown["after"]),
        (&Value::Null, &Value::Null)
    );
    // Whoever has copied is not named to those who may not read that report.
    let mut copied = scene.house.person("vankhe").await;
    let (_, own) = compared(&mut copied, &page, "xã Vân Khê").await;
    assert_eq!(own["notes"][0]["others"][0]["unit"], "một đơn vị khác");
    assert!(!own.to_string().contains("Đông Giang"), "{own}");
}

#[tokio::test]
async fn a_report_goes_back_for_what_was_found() {
    let scene = Scene::new().await;
    let mut officer = scene.officer().await;
    let mixed = "<p>Toàn xã có 12 tổ tự quản. Đến nay toàn xã có 21 tổ tự quản.</p>";
    scene
        .sends_only(
            "vankhe",
            "xã Vân Khê",
            &[
                ("I", "<p>Xã có 12 thôn.</p>"),
                ("II.1", "<p>Xã đã ban hành 4 văn bản.</p>"),
                ("II.2", mixed),
                ("III", "<p>Kinh phí còn ít.</p>"),
                ("IV", "<p>Đề nghị hỗ trợ kinh phí.</p>"),
            ],
        )
        .await;
    let page = format!("/campaigns/{}/across/II.2", scene.campaign.id);
    let (here, shown) = compared(&mut officer, &page, "xã Vân Khê").await;
    let number = &shown["notes"][0]["number"];
    officer
        .open(&format!("{here}&note={number}"))
        .await
        .sees("value=\"inconsistent_figures\" checked")
        .sees("“12 tổ");
    let id = shown["reading"]["id"].as_str().expect("a version");
    let text = "Sửa cho khớp.";
    let back = [
        ("reasons", "inconsistent_figures"),
        ("text", text),
        ("back", here.as_str()),
    ];
    officer
        .send(&format!("/submissions/{id}/return"), &back)
        .await
        .leads_to(&page);
}
