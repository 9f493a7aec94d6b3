//! The list of units: as of a day, imported, exported.

use jiff::civil::date;

use crate::people::tier::{Scene, done};
use crate::people::{Person, TestHouse};

const LIST: &str = "tên,loại,cấp,trực thuộc,mã,nhãn,từ ngày,đến ngày,kế thừa bởi
tỉnh Sơn Hải,tỉnh,tỉnh,,98,,,,
xã Đông Giang,xã,xã,tỉnh Sơn Hải,09801,ven biển,,2025-06-30,xã Giang Hải
xã Tây Giang,xã,xã,tỉnh Sơn Hải,09802,,,2025-06-30,xã Giang Hải
xã Giang Hải,xã,xã,tỉnh Sơn Hải,09801,ven biển,2025-07-01,,
Sở Nội vụ tỉnh Sơn Hải,sở,tỉnh,tỉnh Sơn Hải,,,,,
";

/// Uploads a list and gives the address of its preview.
async fn upload(person: &mut Person, list: &str) -> String {
    let answer = person
        .upload(
            "/units/import",
            &[("legal_act", "Nghị quyết số 12/NQ-SH")],
            &[("file", "don-vi.csv", list.as_bytes())],
        )
        .await;
    answer.leads_to("/units/import/");
    format!("/units/import/{}", answer.id())
}

async fn take_in(person: &mut Person, list: &str) {
    let preview = upload(person, list).await;
    person
        .send(&format!("{preview}/confirmation"), &[])
        .await
        .leads_to("/units?said=units-imported");
}

async fn id_of(person: &mut Person, name: &str, day: &str) -> String {
    let list = person.data(&format!("/units?q={name}&day={day}")).await;
    let id = list["units"][0]["id"].as_str();
    id.unwrap_or_else(|| panic!("{name}: {list}")).to_owned()
}

#[tokio::test]
async fn nothing_of_a_list_counts_before_it_is_confirmed() {
    let house = TestHouse::empty().await;
    let mut quan_tri = house.administrator().await;
    let preview = upload(&mut quan_tri, LIST).await;
    quan_tri.open(&preview).await.sees("<b>5</b> đơn vị mới");
    quan_tri.open("/units").await.sees("chưa có đơn vị nào");
    let confirmation = format!("{preview}/confirmation");
    for _ in 0..2 {
        quan_tri.send(&confirmation, &[]).await.leads_to("/units");
    }
    let list = quan_tri.data("/units").await;
    assert_eq!(list["count"], 3, "confirmed twice, taken in once: {list}");
    quan_tri.open(&preview).await.sees("đã được nhập");
}

#[tokio::test]
async fn the_list_is_read_as_of_a_day_and_without_diacritics() {
    let house = TestHouse::empty().await;
    let mut quan_tri = house.administrator().await;
    take_in(&mut quan_tri, LIST).await;
    let then = quan_tri.open("/units?day=2025-06-30&level=commune").await;
    then.sees("xã Đông Giang")
        .sees("xã Tây Giang")
        .does_not_see("xã Giang Hải");
    let now = quan_tri.open("/units?q=giang+hai").await;
    now.sees("xã Giang Hải").does_not_see("xã Tây Giang");
    quan_tri
        .open("/units?tag=ven+bi%E1%BB%83n")
        .await
        .sees("xã Giang Hải");
    quan_tri
        .open("/units?kind=department")
        .await
        .sees("Sở Nội vụ");
    quan_tri
        .open("/units?day=hom-nay")
        .await
        .is_refused("TK014");
    let id = id_of(&mut quan_tri, "giang+hai", "").await;
    let page = quan_tri.open(&format!("/units/{id}")).await;
    page.sees("Kế thừa từ")
        .sees("xã Đông Giang")
        .sees("sáp nhập");
    let old = id_of(&mut quan_tri, "dong+giang", "2025-06-30").await;
    let page = quan_tri.open(&format!("/units/{old}")).await;
    page.sees("Không còn")
        .sees("Được kế thừa bởi")
        .sees("Nghị quyết số 12/NQ-SH");
}

#[tokio::test]
async fn what_goes_out_comes_in_unchanged() {
    let house = TestHouse::empty().await;
    let mut quan_tri = house.administrator().await;
    take_in(&mut quan_tri, LIST).await;
    let out = quan_tri.open("/units/list.csv").await.text.clone();
    let preview = upload(&mut quan_tri, &out).await;
    let page = quan_tri.open(&preview).await;
    page.sees("<b>5</b> đơn vị không đổi")
        .sees("không có gì để nhập");
    let other = TestHouse::empty().await;
    let mut quan_tri = other.administrator().await;
    take_in(&mut quan_tri, &out).await;
    assert_eq!(quan_tri.open("/units/list.csv").await.text, out);
}

#[tokio::test]
async fn a_doubtful_row_keeps_the_whole_list_out() {
    let house = TestHouse::empty().await;
    let mut quan_tri = house.administrator().await;
    let preview = upload(
        &mut quan_tri,
        "tên,trực thuộc\nxã Hạ,huyện Không Có\nxã Thượng,\n",
    )
    .await;
    quan_tri.open(&preview).await.sees("huyện Không Có");
    let confirmation = format!("{preview}/confirmation");
    quan_tri.send(&confirmation, &[]).await.is_refused("TK033");
    quan_tri.open("/units").await.does_not_see("xã Thượng");
}

#[tokio::test]
async fn a_secret_list_and_a_picture_are_refused() {
    let house = TestHouse::empty().await;
    let mut quan_tri = house.administrator().await;
    let mut send = async |name: &str, bytes: &[u8]| {
        let files = [("file", name, bytes)];
        quan_tri.upload("/units/import", &[], &files).await
    };
    let secret = send("don-vi.csv", "TUYỆT MẬT\n\ntên\nxã Hạ\n".as_bytes()).await;
    secret.is_refused("TK021");
    send("anh.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0")
        .await
        .is_refused("TK023");
    send("trong.csv", b"").await.is_refused("TK023");
}

#[tokio::test]
async fn a_reader_sees_the_own_region_only() {
    let house = TestHouse::empty().await;
    let units = house.province().await;
    let mut xem = house.person("nguoixem").await;
    let list = xem.open("/units").await;
    list.sees("xã Vân Khê").does_not_see("Sở Nội vụ");
    let other = format!("/units/{}", units["Sở Nội vụ tỉnh Sơn Hải"]);
    xem.open(&other).await.is_refused("TK009");
    xem.open("/units/list.csv").await.is_refused("TK009");
    let choices = xem.open("/units/choices?unit=so+noi").await;
    choices.does_not_see("Sở Nội vụ");
    house
        .person("sonoivu")
        .await
        .open(&other)
        .await
        .sees("Sở Nội vụ");
}

#[tokio::test]
async fn a_units_page_shows_what_one_may_see_of_its_work() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let page = format!("/units/{}", campaign.unit("xã Vân Khê"));
    let owes = "Khen thưởng theo thẩm quyền";
    house.person("vankhe").await.open(&page).await.sees(owes);
    house
        .person("thuongtruc")
        .await
        .open(&page)
        .await
        .sees(owes);
    house
        .person("muonglang")
        .await
        .open(&page)
        .await
        .does_not_see(owes);
    let seen = house.person("thanhtra").await.open(&page).await;
    seen.sees(owes).sees("Nguyễn Thị Mận");
    assert_eq!(house.house.today(), date(2026, 3, 10));
}

/// A succession to be recorded.
fn act<'a>(kind: &'a str, from: &'a str, to: &'a str, parent: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("kind", kind),
        ("from", from),
        ("to", to),
        ("parent", parent),
        ("effective", "2026-03-01"),
        ("legal_act", "Nghị quyết số 15/NQ-SH"),
    ]
}

async fn confirm(person: &mut Person, act: &[(&str, &str)]) {
    let confirmation = "/units/succession/confirmation";
    person.send(confirmation, act).await.leads_to("/units/");
}

#[tokio::test]
async fn a_merger_is_laid_out_confirmed_and_recorded_once() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut quan_tri = house.person("quantri").await;
    let merge = act("merge", "xã Vân Khê\nxã Mường Lạng", "xã Vân Lạng", "");
    let preview = quan_tri.send("/units/succession", &merge).await;
    preview
        .sees("đơn vị mới")
        .sees("Tổng kết 10 năm xây dựng tổ tự quản")
        .sees("5 người của đơn vị cũ");
    quan_tri.open("/units").await.sees("xã Vân Khê");
    let mut merge = merge.to_vec();
    merge.push(("roles", "pass"));
    for _ in 0..2 {
        confirm(&mut quan_tri, &merge).await;
    }
    let list = quan_tri.open("/units").await;
    list.sees("xã Vân Lạng").does_not_see("xã Mường Lạng");
    quan_tri
        .open("/units?day=2026-02-28")
        .await
        .sees("xã Mường Lạng");
    let heir = id_of(&mut quan_tri, "van+lang", "").await;
    let page = quan_tri.open(&format!("/units/{heir}")).await;
    page.sees("xã Vân Khê")
        .sees("Nguyễn Thị Mận")
        .sees("biên giới");
    let old = format!("/units/{}", campaign.unit("xã Vân Khê"));
    quan_tri.open(&old).await.sees("Nghị quyết số 15/NQ-SH");
    let mut thanh_tra = house.person("thanhtra").await;
    let told = thanh_tra.data("/audit?act=unit.succession").await;
    assert_eq!(told["events"].as_array().map(Vec::len), Some(1), "{told}");
    assert_eq!(told["events"][0]["data"]["kind"], "merge");
}

#[tokio::test]
async fn a_unit_goes_on_under_another_name_and_another_superior() {
    let house = TestHouse::empty().await;
    let units = house.province().await;
    let mut quan_tri = house.person("quantri").await;
    confirm(
        &mut quan_tri,
        &act("rename", "xã Vân Khê", "phường Vân Khê", ""),
    )
    .await;
    let moved = act("move", "xã Đông Giang", "", "Công an tỉnh Sơn Hải");
    confirm(&mut quan_tri, &moved).await;
    let id = id_of(&mut quan_tri, "phuong+van+khe", "").await;
    assert_eq!(id, units["xã Vân Khê"], "it is the same unit");
    let page = quan_tri.open(&format!("/units/{id}?day=2026-02-28")).await;
    page.sees("<h1>xã Vân Khê</h1>").sees("phường Vân Khê");
    let page = quan_tri
        .data(&format!("/units/{}", units["xã Đông Giang"]))
        .await;
    assert_eq!(page["now"]["parent_name"], "Công an tỉnh Sơn Hải", "{page}");
}

#[tokio::test]
async fn a_split_needs_shares_that_make_a_whole() {
    let house = TestHouse::empty().await;
    house.province().await;
    let mut quan_tri = house.person("quantri").await;
    for to in [
        "xã Khê Thượng\nxã Khê Hạ",
        "xã Khê Thượng = 60%\nxã Khê Hạ = 50%",
        "xã Khê Thượng = sáu\nxã Khê Hạ = bốn",
        "xã Khê Thượng = 100%",
    ] {
        let split = act("split", "xã Vân Khê", to, "");
        let refused = quan_tri.send("/units/succession", &split).await;
        refused.is_refused("TK031");
    }
    let split = act(
        "split",
        "xã Vân Khê",
        "xã Khê Thượng = 60%\nxã Khê Hạ = 0,4",
        "",
    );
    quan_tri.send("/units/succession", &split).await.sees("40%");
    confirm(&mut quan_tri, &split).await;
    quan_tri
        .open("/units")
        .await
        .sees("xã Khê Thượng")
        .sees("xã Khê Hạ");
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let house = TestHouse::empty().await;
    house.province().await;
    let mut quan_tri = house.person("quantri").await;
    let mut nameless = act("dissolve", "xã Vân Khê", "", "");
    nameless[5].1 = " ";
    for refused in [
        act("merge", "", "xã Mới", ""),
        act("merge", "xã Vân Khê", "xã Mới\nxã Nữa", ""),
        act("annex", "xã Vân Khê", "xã Mới", ""),
        nameless,
    ] {
        let answer = quan_tri.send("/units/succession", &refused).await;
        answer.is_refused("TK031");
        let answer = quan_tri
            .send("/units/succession/confirmation", &refused)
            .await;
        answer.is_refused("TK031");
    }
    let taken = act("rename", "xã Vân Khê", "Xã Đông Giang", "");
    let answer = quan_tri.send("/units/succession", &taken).await;
    answer.is_refused("TK031");
    assert!(
        answer.text.contains("không thể trùng tên"),
        "{}",
        answer.text
    );
    let unknown = act("merge", "xã Không Có", "xã Mới", "");
    quan_tri
        .send("/units/succession", &unknown)
        .await
        .is_refused("TK014");
    quan_tri
        .open("/units")
        .await
        .sees("xã Vân Khê")
        .does_not_see("xã Mới");
    confirm(&mut quan_tri, &act("dissolve", "xã Vân Khê", "", "")).await;
    quan_tri.open("/units").await.does_not_see("xã Vân Khê");
    let again = act("dissolve", "xã Vân Khê", "", "");
    quan_tri
        .send("/units/succession", &again)
        .await
        .status
        .is_success();
}

/// The duties that somebody's unit owes, as the pages tell.
async fn owed(house: &TestHouse, who: &str, unit: &str) -> Vec<String> {
    let page = house
        .person(who)
        .await
        .data(&format!("/units/{unit}"))
        .await;
    let duties = page["duties"]
        .as_array()
        .unwrap_or_else(|| panic!("{page}"));
    let mut from: Vec<String> = duties
        .iter()
        .map(|duty| format!("{}: {}", duty["kind"], duty["inherited_from"]))
        .collect();
    from.sort();
    from
}

#[allow(clippy::too_many_lines, reason = "one story")]
#[tokio::test]
async fn duties_go_over_when_the_standing_agency_confirms_it() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut quan_tri = house.person("quantri").await;
    let merge = act("merge", "xã Vân Khê\nxã Mường Lạng", "xã Vân Lạng", "");
    confirm(&mut quan_tri, &merge).await;
    let heir = id_of(&mut quan_tri, "van+lang", "").await;
    assert_eq!(owed(&house, "thanhtra", &heir).await, Vec::<String>::new());
    let mut thuong_truc = house.person("thuongtruc").await;
    let page = thuong_truc.open("/units/transfer").await;
    page.sees("xã Vân Khê")
        .sees("xã Mường Lạng")
        .does_not_see("xã Đông Giang");
    let told = "xã Vân Khê, xã Mường Lạng đã sắp xếp lại";
    thuong_truc.open("/notices").await.sees(told);
    page.sees("xã Vân Lạng chưa có ai có vai trò");
    let mut man = house.person("vankhe").await;
    let gone = "xã Vân Khê thôi hoạt động từ ngày 01/3/2026 theo danh mục đơn vị. Còn 2 việc chưa xong, chờ cơ quan thường trực của đợt sắp xếp.";
    let page = man.open("/duties").await;
    page.sees(gone)
        .does_not_see("Đã chuyển")
        .does_not_see("nhờ quản trị hệ thống giao");
    page.sees("xã Vân Khê đã thôi hoạt động từ ngày 01/3/2026; đơn vị kế thừa: xã Vân Lạng");
    let map = format!("/campaigns/{}/coverage", campaign.id);
    thuong_truc
        .open(&map)
        .await
        .sees("xã Vân Khê")
        .does_not_see("xã Vân Lạng");
    let today = format!("/campaigns/{}/today", campaign.id);
    let waits = "2 báo cáo đang thuộc đơn vị không còn nữa";
    thuong_truc.open(&today).await.sees(waits);
    let fields = [
        ("campaign", campaign.id.as_str()),
        ("inheritance", "one_each"),
    ];
    quan_tri
        .send("/units/transfer", &fields)
        .await
        .is_refused("TK009");
    for _ in 0..2 {
        let done = thuong_truc.send("/units/transfer", &fields).await;
        done.leads_to("/units/transfer");
    }
    thuong_truc
        .open(&map)
        .await
        .sees("xã Vân Lạng")
        .does_not_see(">xã Vân Khê<");
    thuong_truc.open(&today).await.does_not_see(waits);
    man.open("/duties")
        .await
        .sees("Không còn việc nào đứng tên đơn vị mà chưa xong. Đã chuyển: 2 việc cho xã Vân Lạng.")
        .sees("chưa có vai trò ở xã Vân Lạng thì nhờ quản trị hệ thống giao");
    let from = ["xã Vân Khê", "xã Mường Lạng"];
    let from = from.map(|old| format!("xã Vân Lạng (tiếp nhận từ {old})"));
    let board = format!("/campaigns/{}/board?state=late", campaign.id);
    for page in [&map, &format!("/campaigns/{}", campaign.id), &board] {
        let seen = thuong_truc.open(page).await;
        seen.sees(&from[0]).sees(&from[1]);
        let speak = async |person: &mut Person, tag: &str| {
            let language = [("tag", tag), ("back", "/duties")];
            person
                .send("/language", &language)
                .await
                .leads_to("/duties");
        };
        speak(&mut thuong_truc, "en").await;
        thuong_truc
            .open(page)
            .await
            .sees("xã Vân Lạng (taken over from xã Vân Khê)")
            .does_not_see("tiếp nhận từ");
        speak(&mut thuong_truc, "vi").await;
    }
    let passed = owed(&house, "thanhtra", &heir).await;
    assert_eq!(
        passed,
        [
            r#""deed": "xã Mường Lạng""#,
            r#""deed": "xã Vân Khê""#,
            r#""report": "xã Mường Lạng""#,
            r#""report": "xã Vân Khê""#,
        ]
    );
    thuong_truc
        .open("/units/transfer")
        .await
        .sees("Không có gì phải chuyển");
    let told = thuong_truc
        .data(&format!(
            "/audit?campaign={}&act=duty.transfer",
            campaign.id
        ))
        .await;
    assert_eq!(told["events"].as_array().map(Vec::len), Some(4), "{told}");
}

#[tokio::test]
async fn one_answer_for_all_is_owed_where_that_is_chosen() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut quan_tri = house.person("quantri").await;
    let merge = act("merge", "xã Vân Khê\nxã Mường Lạng", "xã Vân Lạng", "");
    confirm(&mut quan_tri, &merge).await;
    let heir = id_of(&mut quan_tri, "van+lang", "").await;
    let fields = [
        ("campaign", campaign.id.as_str()),
        ("inheritance", "one_merged"),
    ];
    let mut thuong_truc = house.person("thuongtruc").await;
    thuong_truc
        .send("/units/transfer", &fields)
        .await
        .leads_to("/units/transfer");
    assert_eq!(owed(&house, "thanhtra", &heir).await.len(), 2);
}

#[tokio::test]
async fn the_channel_and_a_unit_with_several_heirs_need_a_choice() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut quan_tri = house.person("quantri").await;
    let split = act(
        "split",
        "xã Vân Khê",
        "xã Khê Thượng = 60%\nxã Khê Hạ = 40%",
        "",
    );
    confirm(&mut quan_tri, &split).await;
    let police = act(
        "merge",
        "Công an tỉnh Sơn Hải",
        "Công an khu vực Sơn Hải",
        "",
    );
    confirm(&mut quan_tri, &police).await;
    let mut thuong_truc = house.person("thuongtruc").await;
    let page = thuong_truc.open("/units/transfer").await;
    page.sees("Phải chọn một đơn vị")
        .sees("xã Khê Hạ")
        .sees("cơ quan thường trực của đợt");
    let mut fields = vec![("campaign", campaign.id.as_str())];
    thuong_truc
        .send("/units/transfer", &fields)
        .await
        .is_refused("TK031");
    fields.push((campaign.unit("xã Vân Khê"), "xã Khê Hạ"));
    let home = format!("/campaigns/{}", campaign.id);
    thuong_truc
        .send("/units/transfer", &fields)
        .await
        .leads_to(&home);
    let said = format!("{home}?said=units-transferred");
    thuong_truc.open(&said).await.sees("Đã chuyển nhiệm vụ");
    let heir = id_of(&mut quan_tri, "khe+ha", "").await;
    assert_eq!(owed(&house, "thanhtra", &heir).await.len(), 2);
    // The old agency has no part in it any more; its successor has nobody yet.
    thuong_truc
        .open("/units/transfer")
        .await
        .is_refused("TK009");
}

#[tokio::test]
async fn what_is_left_for_later_keeps_nothing_else_back() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut quan_tri = house.person("quantri").await;
    confirm(&mut quan_tri, &act("dissolve", "xã Đông Giang", "", "")).await;
    let to = "xã Khê Thượng = 60%\nxã Khê Hạ = 40%";
    confirm(&mut quan_tri, &act("split", "xã Vân Khê", to, "")).await;
    confirm(
        &mut quan_tri,
        &act("merge", "xã Mường Lạng", "xã Mường Mới", ""),
    )
    .await;
    let mut thuong_truc = house.person("thuongtruc").await;
    thuong_truc
        .open("/units/transfer")
        .await
        .sees("Không có đơn vị kế thừa. Bỏ trống là để sau.")
        .sees("Thôi giao cho đơn vị")
        .sees("Để sau");
    let fields = [
        ("campaign", campaign.id.as_str()),
        (campaign.unit("xã Vân Khê"), "later"),
    ];
    let done = thuong_truc.send("/units/transfer", &fields).await;
    done.leads_to("/units/transfer");
    let page = thuong_truc.open("/units/transfer").await;
    page.sees("<legend>xã Đông Giang</legend>")
        .sees("<legend>xã Vân Khê</legend>")
        .does_not_see("<legend>xã Mường Lạng</legend>")
        .sees("Đã chuyển trong các đợt đang mở")
        .sees("xã Mường Mới");
}

const TABLE: &str = "mã cũ,tên cũ,huyện cũ,mã mới,tên mới
09801,xã Đông Giang,huyện Đông Giang,09801,xã Giang Hải
09802,xã Tây Giang,huyện Đông Giang,09801,xã Giang Hải
09807,xã Thượng Lâm,huyện Đông Giang,09899,xã Lâm Sơn
";

#[tokio::test]
async fn a_table_of_old_and_new_units_makes_both_times() {
    let house = TestHouse::empty().await;
    let mut quan_tri = house.administrator().await;
    take_in(&mut quan_tri, "tên,loại,cấp\ntỉnh Sơn Hải,tỉnh,tỉnh\n").await;
    let mut upload = async |day: &str| {
        let fields = [
            ("effective", day),
            ("new_parent", "tỉnh Sơn Hải"),
            ("legal_act", "Nghị quyết số 12/NQ-SH"),
        ];
        let files = [("file", "sap-xep.csv", TABLE.as_bytes())];
        let answer = quan_tri.upload("/units/import", &fields, &files).await;
        answer.leads_to("/units/reorganisation/");
        format!("/units/reorganisation/{}", answer.id())
    };
    let (dayless, preview) = (upload("").await, upload("2025-07-01").await);
    let asks = quan_tri.open(&dayless).await;
    asks.sees("cần ngày hiệu lực").does_not_see("việc kế thừa");
    let day = [
        ("effective", "2025-07-01"),
        ("new_parent", "tỉnh Sơn Hải"),
        ("legal_act", "Nghị quyết số 12/NQ-SH"),
    ];
    for _ in 0..2 {
        quan_tri.send(&dayless, &day).await.leads_to(&dayless);
    }
    for table in [&dayless, &preview] {
        let page = quan_tri.open(table).await;
        page.sees("<b>2</b> việc kế thừa")
            .sees("từ ngày 01/7/2025")
            .sees("Nghị quyết số 12/NQ-SH")
            .sees("xã Giang Hải (09801)")
            .sees("“xã Thượng Lâm” chưa có trong danh mục")
            .sees("xã Lâm Sơn");
    }
    let told = quan_tri.data("/audit?act=unit.describe").await;
    let events = told["events"].as_array().expect("events");
    assert_eq!(events.len(), 1, "what changes nothing is not told: {told}");
    assert_eq!(events[0]["data"]["before"]["effective"], "");
    assert_eq!(events[0]["data"]["after"]["effective"], "2025-07-01");
    quan_tri
        .open("/audit?act=unit.describe")
        .await
        .sees("ghi ngày, căn cứ của danh sách tải lên")
        .sees("cơ quan cấp trên: tỉnh Sơn Hải");
    let confirmation = format!("{preview}/confirmation");
    for _ in 0..2 {
        quan_tri.send(&confirmation, &[]).await.leads_to("/units");
    }
    let then = quan_tri.open("/units?day=2025-06-30").await;
    then.sees("xã Tây Giang")
        .sees("huyện Đông Giang")
        .does_not_see("xã Giang Hải");
    let now = quan_tri.open("/units").await;
    now.sees("xã Giang Hải")
        .sees("xã Lâm Sơn")
        .does_not_see("xã Tây Giang");
    let heir = id_of(&mut quan_tri, "giang+hai", "").await;
    let page = quan_tri.data(&format!("/units/{heir}")).await;
    assert_eq!(
        page["predecessors"].as_array().map(Vec::len),
        Some(2),
        "{page}"
    );
    let goes_on = id_of(&mut quan_tri, "lam+son", "").await;
    let before = id_of(&mut quan_tri, "thuong+lam", "2025-06-30").await;
    assert_eq!(
        goes_on, before,
        "a unit under another name is the same unit"
    );
}

#[tokio::test]
async fn nobody_stands_below_itself() {
    let house = TestHouse::empty().await;
    let units = house.province().await;
    let mut quan_tri = house.person("quantri").await;
    let says = async |person: &mut Person, asked: &[(&str, &str)], why: &str| {
        for path in ["/units/succession", "/units/succession/confirmation"] {
            let answer = person.send(path, asked).await;
            answer.is_refused("TK031");
            assert!(answer.text.contains(why), "{}", answer.text);
        }
    };
    let itself = act("move", "xã Vân Khê", "", "xã Vân Khê");
    says(&mut quan_tri, &itself, "“xã Vân Khê” thuộc “xã Vân Khê”").await;
    let below = act("move", "xã Đông Giang", "", "xã Vân Khê");
    confirm(&mut quan_tri, &below).await;
    let mut above = act("move", "xã Vân Khê", "", "xã Đông Giang");
    above[4].1 = "2026-03-05";
    says(
        &mut quan_tri,
        &above,
        "“xã Vân Khê” thuộc “xã Đông Giang”, “xã Đông Giang” thuộc “xã Vân Khê”",
    )
    .await;
    // Back up: without a superior, or below the one there was.
    let mut up = act("move", "xã Đông Giang", "", "");
    up[4].1 = "2026-03-06";
    confirm(&mut quan_tri, &up).await;
    let page = format!("/units/{}", units["xã Đông Giang"]);
    let page = quan_tri.data(&page).await;
    assert_eq!(page["now"]["parent_name"], "", "{page}");
    let list = "tên,trực thuộc\nxã Đông Giang,xã Vân Khê\nxã Vân Khê,xã Đông Giang\n";
    let preview = upload(&mut quan_tri, list).await;
    let seen = quan_tri.open(&preview).await;
    seen.sees("cấp trên vòng lại chính đơn vị");
    let confirmation = format!("{preview}/confirmation");
    quan_tri.send(&confirmation, &[]).await.is_refused("TK033");
}

#[tokio::test]
async fn an_act_that_does_nothing_is_no_act() {
    let house = TestHouse::empty().await;
    house.province().await;
    let mut quan_tri = house.person("quantri").await;
    for (asked, why) in [
        (
            act("merge", "xã Vân Khê", "xã Vân Khê", ""),
            "không thể nhập vào chính nó",
        ),
        (
            act("merge", "xã Vân Khê\nxã Mường Lạng", "xã Vân Khê", ""),
            "chọn chính đơn vị đang có",
        ),
        (
            act("merge", "xã Vân Khê\nxã Vân Khê", "xã Vân Lạng", ""),
            "được ghi hai lần",
        ),
        (
            act("rename", "xã Vân Khê", "xã Vân Khê", ""),
            "tên mới giống hệt tên cũ",
        ),
    ] {
        let answer = quan_tri.send("/units/succession", &asked).await;
        answer.is_refused("TK031");
        assert!(answer.text.contains(why), "{why}: {}", answer.text);
    }
    let moved = act("move", "xã Vân Khê", "", "Công an tỉnh Sơn Hải");
    confirm(&mut quan_tri, &moved).await;
    let mut again = moved;
    again[4].1 = "2026-03-05";
    let answer = quan_tri.send("/units/succession", &again).await;
    answer.is_refused("TK031");
    assert!(answer.text.contains("đã trực thuộc"), "{}", answer.text);
    // On the very day it begins nothing can happen to it yet, and that is what is said.
    let new = act("merge", "xã Đông Giang", "xã Giang Hải", "");
    confirm(&mut quan_tri, &new).await;
    let renamed = act("rename", "xã Giang Hải", "phường Giang Hải", "");
    let answer = quan_tri.send("/units/succession", &renamed).await;
    answer.is_refused("TK031");
    let why = "có từ ngày 01/3/2026, nên việc này ghi được sớm nhất từ ngày 02/3/2026";
    assert!(answer.text.contains(why), "{}", answer.text);
}

#[allow(clippy::too_many_lines, reason = "one story")]
#[tokio::test]
async fn what_was_sent_keeps_its_sender_and_its_readers() {
    for scene in Scene::everywhere_alone().await {
        let (house, campaign) = (&scene.house, &scene.campaign);
        let said = [
            ("I", "<p>Xã có 12 thôn.</p>"),
            ("II.1", "<p>Xã đã ban hành 4 văn bản.</p>"),
        ];
        let rest = [
            ("II.2", "<p>Toàn xã có 12 tổ.</p>"),
            ("III", "<p>Ít.</p>"),
            ("IV", "<p>Không.</p>"),
        ];
        scene.writes("vankhe", "xã Vân Khê", &said).await;
        let report = scene.writes("vankhe", "xã Vân Khê", &rest).await;
        let sent = scene.is_signed("vankhe", &report).await;
        let (version, receipt) = (
            format!("/submissions/{sent}"),
            format!("/submissions/{sent}/receipt"),
        );
        let mut quan_tri = house.person("quantri").await;
        let merge = act("merge", "xã Vân Khê", "xã Mường Lạng", "");
        confirm(&mut quan_tri, &merge).await;
        let mut thuong_truc = house.person("thuongtruc").await;
        let fields = [("campaign", campaign.id.as_str())];
        let passed = thuong_truc.send("/units/transfer", &fields).await;
        passed.leads_to("/units/transfer");
        // The receipt and the paper say who sent it; those who did still read both.
        for name in ["thuongtruc", "vankhe", "vankhe.ld", "muonglang"] {
            let mut reader = house.person(name).await;
            let shown = reader.data(&receipt).await;
            assert_eq!(shown["unit"], "xã Vân Khê", "{name}: {shown}");
            let shown = reader.data(&version).await;
            assert_eq!(shown["unit"], "xã Vân Khê", "{name}: {shown}");
            reader.download(&format!("{version}/document/docx")).await;
        }
        let mut man = house.person("vankhe").await;
        man.open("/duties")
            .await
            .sees("Đã gửi trước khi chuyển giao")
            .sees(&receipt);
        let old_link = man.open(&format!("/reports/{report}")).await;
        old_link.leads_to(&version);
        let change = format!("/reports/{report}/sections/I/versions");
        let save = serde_json::json!({ "base": "", "html": "<p>Khác.</p>" });
        man.send_json(&change, &save).await.is_refused("TK009");
        house
            .person("donggiang")
            .await
            .open(&receipt)
            .await
            .is_refused("TK009");
        // What the heir sends afterwards is the heir's, and no business of the old unit's people.
        let back = [
            ("reasons", "missing_section"),
            ("text", "Thiếu."),
            ("due", "2026-06-30"),
        ];
        let back = thuong_truc.send(&format!("{version}/return"), &back).await;
        assert!(
            back.status.is_success() || back.status.is_redirection(),
            "{}",
            back.text
        );
        let section = format!("/reports/{report}/sections/I");
        let mut lang = house.person("muonglang").await;
        let shown = lang.data(&section).await;
        let save =
            serde_json::json!({ "base": shown["version"], "html": "<p>Xã cũ có 13 thôn.</p>" });
        done(&mut lang, &format!("{section}/versions"), &save).await;
        let again = scene.is_signed("muonglang", &report).await;
        let later = lang.data(&format!("/submissions/{again}/receipt")).await;
        assert_eq!(
            later["unit"], "xã Mường Lạng (tiếp nhận từ xã Vân Khê)",
            "{later}"
        );
        let owed = lang.open("/duties").await;
        owed.sees("xã Mường Lạng (tiếp nhận từ xã Vân Khê)");
        let first = lang.data(&receipt).await;
        assert_eq!(first["unit"], "xã Vân Khê", "{first}");
        man.open(&format!("/submissions/{again}/receipt"))
            .await
            .is_refused("TK009");
        man.open(&version).await.does_not_see(&again);
    }
}

#[tokio::test]
async fn what_holds_from_a_day_to_come_is_told_so() {
    let house = TestHouse::empty().await;
    house.open_campaign().await;
    let mut quan_tri = house.person("quantri").await;
    let mut merge = act("merge", "xã Vân Khê", "xã Vân Lạng", "");
    merge[4].1 = "2026-07-01";
    let preview = quan_tri.send("/units/succession", &merge).await;
    preview
        .sees("Danh mục đổi từ ngày 01/7/2026")
        .does_not_see("Danh mục đổi ngay");
    confirm(&mut quan_tri, &merge).await;
    let told = house.person("thuongtruc").await.open("/notices").await;
    told.sees("xã Vân Khê sẽ sắp xếp lại từ ngày 01/7/2026")
        .does_not_see("đã sắp xếp lại");
    let told = house.person("vankhe").await.open("/notices").await;
    told.sees("xã Vân Khê sẽ thôi hoạt động từ ngày 01/7/2026; đơn vị kế thừa: xã Vân Lạng");
    let renamed = act("rename", "xã Mường Lạng", "phường Mường Lạng", "");
    confirm(&mut quan_tri, &renamed).await;
    let told = house.person("muonglang").await.open("/notices").await;
    told.sees("xã Mường Lạng đã đổi tên thành phường Mường Lạng từ ngày 01/3/2026");
    let same_day = act("move", "phường Mường Lạng", "", "Công an tỉnh Sơn Hải");
    let id = id_of(&mut quan_tri, "muong+lang", "").await;
    let mut same_day = same_day.to_vec();
    same_day[1].1 = &id;
    let answer = quan_tri.send("/units/succession", &same_day).await;
    answer.is_refused("TK031");
    assert!(
        answer.text.contains("cùng ngày 01/3/2026"),
        "{}",
        answer.text
    );
    // What was recorded from a later day on is not overtaken by an act of an earlier one.
    let mut sooner = act("rename", "xã Mường Lạng", "phường Mường", "");
    sooner[4].1 = "2026-02-01";
    let answer = quan_tri.send("/units/succession", &sooner).await;
    answer.is_refused("TK031");
    assert!(answer.text.contains("từ ngày 01/3/2026"), "{}", answer.text);
    let moved = act("move", "xã Đông Giang", "", "Công an tỉnh Sơn Hải");
    confirm(&mut quan_tri, &moved).await;
    let told = house.person("donggiang").await.open("/notices").await;
    told.sees("xã Đông Giang đã chuyển về trực thuộc Công an tỉnh Sơn Hải");
}

#[tokio::test]
async fn a_slip_in_a_table_of_old_and_new_units_is_doubtful() {
    let house = TestHouse::empty().await;
    let mut quan_tri = house.administrator().await;
    let kept = "tên,loại,cấp,trực thuộc,mã
tỉnh Sơn Hải,tỉnh,tỉnh,,98
xã Đông Giang,xã,xã,tỉnh Sơn Hải,09801
xã Tây Giang,xã,xã,tỉnh Sơn Hải,09802
";
    take_in(&mut quan_tri, kept).await;
    let table = "mã cũ,tên cũ,mã mới,tên mới
09802,xã Đông Giang,09803,xã Giang Hải
,xã Tây Gianh,09803,xã Giang Hải
";
    let fields = [
        ("effective", "2025-07-01"),
        ("new_parent", "tỉnh Sơn Hải"),
        ("legal_act", "NQ 12"),
    ];
    let files = [("file", "sap-xep.csv", table.as_bytes())];
    let answer = quan_tri.upload("/units/import", &fields, &files).await;
    let preview = format!("/units/reorganisation/{}", answer.id());
    let page = quan_tri.open(&preview).await;
    page.sees("mã 09802 của “xã Đông Giang” đang thuộc “xã Tây Giang”")
        .sees("đơn vị cũ “xã Tây Gianh” không có trong danh mục")
        .sees("gần giống: xã Tây Giang");
    let confirmation = format!("{preview}/confirmation");
    quan_tri.send(&confirmation, &[]).await.is_refused("TK033");
}

#[tokio::test]
async fn who_has_no_role_is_told_whom_to_ask() {
    let house = TestHouse::empty().await;
    house.province().await;
    let page = house.person("quantri").await.open("/duties").await;
    page.sees("vai trò ở đơn vị nào")
        .does_not_see("Đơn vị chưa được giao việc nào");
}
