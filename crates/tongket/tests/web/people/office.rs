//! A province in small, and a campaign that is open in it.
//!
//! The province has a standing agency (the police), two departments and three
//! communes, one of them at the border. Everybody has an account named after
//! their office: `sonoivu` drafts for the Department of Home Affairs and
//! `sonoivu.ld` signs for it. Tests that need more add it through the store.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use tongket_store::account::{self, Account};
use tongket_store::campaign::{self, Campaign, Form, Item, State};
use tongket_store::duty::{self, Duty};
use tongket_store::unit::{self, UnitVersion};
use tongket_store::{Done, StoreError, Tx, new_id};

use super::TestHouse;

/// Units: name, kind, level, tags, the first being the province above all others.
const UNITS: [(&str, &str, &str, &str); 7] = [
    ("tỉnh Sơn Hải", "tỉnh", "tỉnh", ""),
    ("Công an tỉnh Sơn Hải", "công an", "tỉnh", ""),
    ("Sở Nội vụ tỉnh Sơn Hải", "sở", "tỉnh", ""),
    ("Sở Tài chính tỉnh Sơn Hải", "sở", "tỉnh", ""),
    ("xã Vân Khê", "xã", "xã", "biên giới"),
    ("xã Mường Lạng", "xã", "xã", ""),
    ("xã Đông Giang", "xã", "xã", ""),
];

/// Accounts: name, full name, role, unit; no unit is the whole house.
const PEOPLE: [(&str, &str, &str, &str); 17] = [
    ("quantri", "Lê Quản Trị", "administrator", ""),
    ("thanhtra", "Vũ Thị Soát", "auditor", ""),
    ("ubndtinh", "Lương Thị Hà", "leader", "tỉnh Sơn Hải"),
    (
        "thuongtruc",
        "Đỗ Văn Trực",
        "standing_agency",
        "Công an tỉnh Sơn Hải",
    ),
    (
        "thamdinh",
        "Ngô Thị Thẩm",
        "reviewer",
        "Công an tỉnh Sơn Hải",
    ),
    (
        "khenthuong",
        "Bùi Văn Khen",
        "awards_office",
        "Sở Nội vụ tỉnh Sơn Hải",
    ),
    (
        "sonoivu",
        "Trần Thị Lan",
        "drafter",
        "Sở Nội vụ tỉnh Sơn Hải",
    ),
    (
        "sonoivu.ld",
        "Phan Văn Ký",
        "leader",
        "Sở Nội vụ tỉnh Sơn Hải",
    ),
    (
        "sotaichinh",
        "Hồ Thị Tính",
        "drafter",
        "Sở Tài chính tỉnh Sơn Hải",
    ),
    (
        "sotaichinh.ld",
        "Đinh Văn Duyệt",
        "leader",
        "Sở Tài chính tỉnh Sơn Hải",
    ),
    ("vankhe", "Nguyễn Thị Mận", "drafter", "xã Vân Khê"),
    ("vankhe.ld", "Hoàng Văn Thông", "leader", "xã Vân Khê"),
    ("muonglang", "Cao Thị Bản", "drafter", "xã Mường Lạng"),
    ("muonglang.ld", "Lò Văn Sáng", "leader", "xã Mường Lạng"),
    ("donggiang", "Mai Thị Sông", "drafter", "xã Đông Giang"),
    ("donggiang.ld", "Tạ Văn Bến", "leader", "xã Đông Giang"),
    ("nguoixem", "Lưu Thị Xem", "reader", "xã Vân Khê"),
];

/// The outline: id, label, title, level, kind.
const OUTLINE: [(&str, &str, &str, i64, &str); 7] = [
    ("I", "I.", "Đặc điểm tình hình", 1, "heading"),
    ("II", "II.", "Kết quả thực hiện", 1, "heading"),
    ("II.1", "1.", "Công tác lãnh đạo, chỉ đạo", 2, "heading"),
    (
        "II.1.-1",
        "-",
        "Số văn bản đã ban hành, số hội nghị quán triệt",
        3,
        "content",
    ),
    (
        "II.2",
        "2.",
        "Xây dựng và hoạt động của tổ tự quản",
        2,
        "heading",
    ),
    ("III", "III.", "Hạn chế, nguyên nhân", 1, "heading"),
    ("IV", "IV.", "Kiến nghị, đề xuất", 1, "heading"),
];

/// The one table of figures, as the core keeps it.
const FORM: &str = r#"{
  "title": "Biểu số liệu về tổ tự quản",
  "item": "II.2",
  "columns": [
    {"key": "2016", "title": "Năm 2016", "kind": {"year": 2016}},
    {"key": "2025", "title": "Năm 2025", "kind": {"year": 2025}}
  ],
  "indicators": [
    {"code": "to", "name": "Tổ tự quản", "unit_of_measure": "tổ"},
    {"code": "to_tot", "name": "Trong đó: tổ hoạt động tốt", "unit_of_measure": "tổ"},
    {"code": "thanh_vien", "name": "Thành viên tổ tự quản", "unit_of_measure": "người"}
  ],
  "rules": [{"expression": "to_tot <= to", "message": "Số tổ hoạt động tốt không được lớn hơn số tổ."}]
}"#;

/// A campaign that is open, with everybody who has a part in it.
#[derive(Debug, Clone)]
pub(crate) struct OpenCampaign {
    /// Its id.
    pub(crate) id: String,
    /// Id of its form.
    pub(crate) form: String,
    units: HashMap<&'static str, String>,
    duties: Vec<Duty>,
}

impl OpenCampaign {
    /// The id of a unit by its name.
    #[track_caller]
    pub(crate) fn unit(&self, name: &str) -> &str {
        &self.units[name]
    }

    /// The id of the duty by which a unit owes its report.
    #[track_caller]
    pub(crate) fn report_of(&self, unit: &str) -> &str {
        self.duty_of(unit, "report")
    }

    /// The id of a duty of a unit that is no report.
    #[track_caller]
    pub(crate) fn deed_of(&self, unit: &str) -> &str {
        self.duty_of(unit, "deed")
    }

    #[track_caller]
    fn duty_of(&self, unit: &str, kind: &str) -> &str {
        let id = self.unit(unit);
        let found = self
            .duties
            .iter()
            .find(|duty| duty.unit == id && duty.kind == kind);
        &found.unwrap_or_else(|| panic!("{unit} owes no {kind}")).id
    }
}

impl TestHouse {
    /// The province with its people and no campaign; the ids of the units by name.
    pub(crate) async fn province(&self) -> HashMap<&'static str, String> {
        let now = self.clock.now();
        let units = self
            .kept
            .store
            .act::<_, StoreError>(move |tx| {
                Box::pin(async move { Ok(Done::already(settle(tx, now).await?)) })
            })
            .await
            .expect("the province is laid down");
        self.house.units_changed().await;
        units
    }

    /// The province with a campaign of the standing agency that is open.
    ///
    /// Two departments and three communes owe reports through the police to
    /// the province by 24/4/2026; the Department of Finance and the communes
    /// owe deeds, what is asked of the department being a request.
    pub(crate) async fn open_campaign(&self) -> OpenCampaign {
        let units = self.province().await;
        let now = self.clock.now();
        self.kept
            .store
            .act::<_, StoreError>(move |tx| {
                Box::pin(async move { Ok(Done::already(put_into_force(tx, units, now).await?)) })
            })
            .await
            .expect("the campaign opens")
    }
}

impl TestHouse {
    /// One unit more owes what another owes, through a unit; gives the id of its duty.
    pub(crate) async fn like(&self, model: &str, unit: &str, via: &str) -> String {
        let (model, now) = (model.to_owned(), self.clock.now());
        let (unit, via) = (unit.to_owned(), via.to_owned());
        let laid_down = self.kept.store.act::<String, StoreError>(move |tx| {
            Box::pin(async move {
                let model = duty::find(tx, &model).await?.expect("the model is there");
                let more = Duty {
                    id: new_id(),
                    unit,
                    via_unit: Some(via),
                    created_at: now,
                    ..model
                };
                duty::create(tx, &more).await?;
                Ok(Done::already(more.id))
            })
        });
        laid_down.await.expect("the duty is laid down")
    }
}

async fn settle(tx: &mut Tx, now: Timestamp) -> Result<HashMap<&'static str, String>, StoreError> {
    let mut units = HashMap::new();
    let mut province = None;
    for (name, kind, level, tags) in UNITS {
        let id = unit::create(tx, now).await?;
        let version = UnitVersion {
            id: new_id(),
            unit: id.clone(),
            name: name.to_owned(),
            kind: kind.to_owned(),
            level: level.to_owned(),
            parent: province.clone(),
            tags: tags.split_terminator(';').map(str::to_owned).collect(),
            ..UnitVersion::default()
        };
        unit::add_version(tx, &version).await?;
        province.get_or_insert_with(|| id.clone());
        units.insert(name, id);
    }
    for (name, full_name, role, unit) in PEOPLE {
        let account = colleague(name, full_name, now);
        account::create(tx, &account).await?;
        let unit = units.get(unit).map_or("", String::as_str);
        account::grant(tx, &account.id, role, unit).await?;
    }
    Ok(units)
}

/// An account that nobody can sign in to with a password.
fn colleague(name: &str, full_name: &str, now: Timestamp) -> Account {
    Account {
        id: new_id(),
        name: name.to_owned(),
        full_name: full_name.to_owned(),
        email: String::new(),
        language: "vi".to_owned(),
        password_hash: "no password fits".to_owned(),
        password_at: now,
        must_change: false,
        failures: 0,
        locked_until: None,
        disabled_at: None,
        created_at: now,
        seen_at: None,
    }
}

async fn put_into_force(
    tx: &mut Tx,
    units: HashMap<&'static str, String>,
    now: Timestamp,
) -> Result<OpenCampaign, StoreError> {
    let standing = units["Công an tỉnh Sơn Hải"].clone();
    let campaign = Campaign {
        id: new_id(),
        title: "Tổng kết 10 năm xây dựng tổ tự quản".to_owned(),
        code: "27/KH-UBND".to_owned(),
        issuer: "Ủy ban nhân dân tỉnh Sơn Hải".to_owned(),
        state: State::Open,
        period: Some((2016, 2026)),
        as_of: date(2026, 3, 9),
        owner_unit: standing.clone(),
        standing_unit: Some(standing),
        awards_unit: Some(units["Sở Nội vụ tỉnh Sơn Hải"].clone()),
        created_at: now,
        created_by: "thuongtruc".to_owned(),
        opened_at: Some(now),
        closed_at: None,
    };
    campaign::create(tx, &campaign).await?;
    for (at, (id, label, title, level, kind)) in (1..).zip(OUTLINE) {
        let item = Item {
            id: id.to_owned(),
            label: label.to_owned(),
            title: title.to_owned(),
            level,
            kind: kind.to_owned(),
            ..Item::default()
        };
        campaign::add_item(tx, &campaign.id, at, &item).await?;
    }
    let form = Form {
        id: new_id(),
        item: "II.2".to_owned(),
        title: "Biểu số liệu về tổ tự quản".to_owned(),
        definition: FORM.to_owned(),
    };
    campaign::add_form(tx, &campaign.id, 1, &form).await?;
    let duties = duties(&campaign.id, &units, now);
    for duty in &duties {
        duty::create(tx, duty).await?;
    }
    Ok(OpenCampaign {
        id: campaign.id,
        form: form.id,
        units,
        duties,
    })
}

fn duties(campaign: &str, units: &HashMap<&'static str, String>, now: Timestamp) -> Vec<Duty> {
    let report = |unit: &str, task: &str, group: &str| Duty {
        recipient_unit: Some(units["tỉnh Sơn Hải"].clone()),
        recipient_text: "Ủy ban nhân dân tỉnh".to_owned(),
        via_unit: Some(units["Công an tỉnh Sơn Hải"].clone()),
        via_text: "Công an tỉnh".to_owned(),
        deadline_text: "trước ngày 25/4/2026".to_owned(),
        ..owed(
            campaign,
            &units[unit],
            "report",
            task,
            "Xây dựng báo cáo tổng kết theo Đề cương",
            date(2026, 4, 24),
            group,
            now,
        )
    };
    let deed = |unit: &str, task: &str, title: &str, due: Date, group: &str| {
        owed(campaign, &units[unit], "deed", task, title, due, group, now)
    };
    let departments = "Các sở, ban, ngành cấp tỉnh";
    let communes = "Ủy ban nhân dân các xã";
    let awards = "Khen thưởng theo thẩm quyền tập thể, cá nhân tiêu biểu";
    vec![
        report("Sở Nội vụ tỉnh Sơn Hải", "T04", departments),
        report("Sở Tài chính tỉnh Sơn Hải", "T04", departments),
        report("xã Vân Khê", "T05", communes),
        report("xã Mường Lạng", "T05", communes),
        report("xã Đông Giang", "T05", communes),
        deed("xã Vân Khê", "T06", awards, date(2026, 5, 8), communes),
        deed("xã Mường Lạng", "T06", awards, date(2026, 5, 8), communes),
        deed("xã Đông Giang", "T06", awards, date(2026, 5, 8), communes),
        Duty {
            bidding: "request".to_owned(),
            part: "advise".to_owned(),
            ..deed(
                "Sở Tài chính tỉnh Sơn Hải",
                "T03",
                "Bố trí kinh phí tổ chức hội nghị tổng kết",
                date(2026, 5, 31),
                "Sở Tài chính",
            )
        },
    ]
}

#[allow(
    clippy::too_many_arguments,
    reason = "the columns of a row of the tables above"
)]
fn owed(
    campaign: &str,
    unit: &str,
    kind: &str,
    task: &str,
    title: &str,
    due: Date,
    as_written: &str,
    now: Timestamp,
) -> Duty {
    Duty {
        id: new_id(),
        campaign: campaign.to_owned(),
        unit: unit.to_owned(),
        kind: kind.to_owned(),
        task: task.to_owned(),
        title: title.to_owned(),
        part: "lead".to_owned(),
        bidding: "assign".to_owned(),
        due: Some(due),
        deadline_text: String::new(),
        as_written: as_written.to_owned(),
        recipient_unit: None,
        recipient_text: String::new(),
        via_unit: None,
        via_text: String::new(),
        span: (0, 0),
        inherited_from: None,
        created_at: now,
    }
}
