//! A real province: its list of units, the plan that it issued, and its merger with its neighbour.
//!
//! Reads the documents of the folder named by `TONGKET_CORPUS` and the table
//! of successions beside it; without them the tests say so and pass.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::people::{Person, TestHouse};

/// The provincial bodies that the plan speaks of, and the province above them.
const LIST: &str = "tên,loại,cấp,trực thuộc,nhãn
tỉnh Quảng Bình,tỉnh,tỉnh,,
Bộ Chỉ huy Bộ đội Biên phòng tỉnh Quảng Bình,quân sự,tỉnh,tỉnh Quảng Bình,lực lượng vũ trang
Sở Nội vụ tỉnh Quảng Bình,sở,tỉnh,tỉnh Quảng Bình,
Sở Tài chính tỉnh Quảng Bình,sở,tỉnh,tỉnh Quảng Bình,
Sở Giáo dục và Đào tạo tỉnh Quảng Bình,sở,tỉnh,tỉnh Quảng Bình,
Công an tỉnh Quảng Bình,công an,tỉnh,tỉnh Quảng Bình,lực lượng vũ trang
Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Quảng Bình,mặt trận,tỉnh,tỉnh Quảng Bình,
thành phố Đồng Hới,thành phố,huyện,tỉnh Quảng Bình,
huyện Bố Trạch,huyện,huyện,tỉnh Quảng Bình,
huyện Lệ Thủy,huyện,huyện,tỉnh Quảng Bình,
huyện Minh Hóa,huyện,huyện,tỉnh Quảng Bình,
huyện Quảng Ninh,huyện,huyện,tỉnh Quảng Bình,
huyện Quảng Trạch,huyện,huyện,tỉnh Quảng Bình,
huyện Tuyên Hóa,huyện,huyện,tỉnh Quảng Bình,
thị xã Ba Đồn,thị xã,huyện,tỉnh Quảng Bình,
xã Thượng Trạch,xã,xã,huyện Bố Trạch,biên giới
xã Tân Trạch,xã,xã,huyện Bố Trạch,biên giới
xã Dân Hóa,xã,xã,huyện Minh Hóa,biên giới
xã Trường Sơn,xã,xã,huyện Quảng Ninh,biên giới
xã Kim Thủy,xã,xã,huyện Lệ Thủy,biên giới
";

#[allow(clippy::print_stderr, reason = "tests say what they leave out")]
fn corpus(file: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("TONGKET_CORPUS").map(PathBuf::from);
    let found = folder
        .map(|folder| folder.join(file))
        .filter(|path| path.exists());
    if found.is_none() {
        eprintln!("skipped: TONGKET_CORPUS is not set or has no {file}");
    }
    found
}

async fn take_in(person: &mut Person, fields: &[(&str, &str)], name: &str, list: &[u8]) {
    let answer = person
        .upload("/units/import", fields, &[("file", name, list)])
        .await;
    let preview = answer.leads_to("/units/import/").id();
    person
        .send(&format!("/units/import/{preview}/confirmation"), &[])
        .await
        .leads_to("/units");
}

#[allow(clippy::too_many_lines, reason = "one story from beginning to end")]
#[tokio::test]
async fn a_real_plan_is_uploaded_put_right_and_opened() {
    let Some(plan) = corpus("documents/quang-binh-2025-kh-219.txt") else {
        return;
    };
    let house = TestHouse::empty().await;
    house
        .clock
        .set("2025-02-17T08:00:00+07:00".parse().expect("a moment"));
    let mut admin = house.administrator().await;
    take_in(
        &mut admin,
        &[("legal_act", "")],
        "don-vi.csv",
        LIST.as_bytes(),
    )
    .await;
    let found = admin.data("/units?q=bo+doi+bien+phong").await;
    let standing = found["units"][0]["id"].as_str().expect("an id").to_owned();
    let mut officer = house.hire("bienphong", "standing_agency", &standing).await;
    let bytes = std::fs::read(&plan).expect("it can be read");
    let files = [("file", "kh-219.txt", bytes.as_slice())];
    let uploaded = officer.upload("/campaigns/plan", &[], &files).await;
    uploaded.leads_to("/campaigns/");
    let location = uploaded.location.as_deref().expect("a page");
    let campaign = location.split('/').nth(2).expect("an id").to_owned();
    let path = |page: &str| format!("/campaigns/{campaign}{page}");

    let read = officer.data(&path("/plan")).await;
    let tasks = read["tasks"].as_array().expect("tasks").clone();
    assert!(tasks.len() >= 10, "{} tasks", tasks.len());
    let days: Vec<&str> = tasks
        .iter()
        .filter(|task| task["is_report"] == true)
        .filter_map(|task| task["due"]["iso"].as_str())
        .collect();
    assert!(days.contains(&"2025-03-14"), "{days:?}");
    assert!(
        read["findings"]
            .as_array()
            .is_some_and(|found| found.len() > 5)
    );
    for task in &tasks {
        let missing_day = task["is_report"] == true && task["due"].is_null();
        let about = match (task["owed"] == 0, missing_day) {
            (true, _) => "drop_task",
            (false, true) => "task",
            (false, false) => continue,
        };
        let fields = [
            ("about", about),
            ("target", task["id"].as_str().expect("an id")),
            ("due", if about == "task" { "14/3/2025" } else { "" }),
            ("reason", "Kế hoạch không ghi rõ"),
        ];
        officer
            .send(&path("/corrections"), &fields)
            .await
            .leads_to(&path("/plan"));
    }
    let offices = [
        ("standing", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh Quảng Bình"),
        ("awards", "Sở Nội vụ"),
    ];
    officer
        .send(&path("/offices"), &offices)
        .await
        .leads_to(&path("/members"));
    confirm(&mut officer, &path("")).await;
    let opened = officer.send(&path("/opening"), &[]).await;
    opened.leads_to(&path(""));
    let duties = officer.data(&path("?kind=report")).await;
    let names: Vec<&str> = duties["duties"]
        .as_array()
        .expect("duties")
        .iter()
        .filter_map(|duty| duty["unit"].as_str())
        .collect();
    for unit in [
        "huyện Bố Trạch",
        "Sở Tài chính tỉnh Quảng Bình",
        "Công an tỉnh Quảng Bình",
    ] {
        assert!(names.contains(&unit), "{unit}: {names:?}");
    }
    let found = officer.data("/search?q=bien+phong+toan+dan").await;
    assert_eq!(found["texts"][0]["subject"], campaign.as_str());
}

/// Confirms every group as it was resolved.
async fn confirm(officer: &mut Person, campaign: &str) {
    let members = officer.data(&format!("{campaign}/members")).await;
    for group in members["groups"].as_array().expect("groups") {
        if group["confirmed"] == "" {
            let key = group["key"].as_str().expect("a key");
            officer
                .send(&format!("{campaign}/confirmations"), &[("group", key)])
                .await
                .leads_to(&format!("{campaign}/members"));
        }
    }
}

#[tokio::test]
async fn a_published_table_of_a_real_merger_makes_both_times() {
    let Some(corpus) = corpus("documents") else {
        return;
    };
    let beside = corpus.parent().and_then(Path::parent).expect("a folder");
    let table = beside.join("data/qb_qt_succession_2025.csv");
    let Ok(bytes) = std::fs::read(&table) else {
        return;
    };
    let house = TestHouse::empty().await;
    house
        .clock
        .set("2025-08-01T08:00:00+07:00".parse().expect("a moment"));
    let mut admin = house.administrator().await;
    let provinces = "tên,loại,cấp\ntỉnh Quảng Trị,tỉnh,tỉnh\n";
    take_in(&mut admin, &[], "tinh.csv", provinces.as_bytes()).await;
    let fields = [
        ("legal_act", "1680/NQ-UBTVQH15"),
        ("effective", "2025-07-01"),
        ("new_parent", "tỉnh Quảng Trị"),
    ];
    let files = [("file", "qb_qt.csv", bytes.as_slice())];
    let preview = admin.upload("/units/import", &fields, &files).await;
    let preview = preview.leads_to("/units/reorganisation/").id();
    let confirmation = format!("/units/reorganisation/{preview}/confirmation");
    admin.send(&confirmation, &[]).await.leads_to("/units");
    let count = |found: &Value| found["units"].as_array().map_or(0, Vec::len);
    let before = admin.data("/units?q=hai+thanh&day=2025-06-30").await;
    assert_eq!(count(&before), 1, "{before}");
    let after = admin.data("/units?q=hai+thanh&day=2025-07-01").await;
    assert_eq!(count(&after), 0, "{after}");
    let heir = admin.data("/units?q=phuong+dong+hoi&day=2025-07-01").await;
    assert_eq!(heir["units"][0]["name"], "Phường Đồng Hới", "{heir}");
}
