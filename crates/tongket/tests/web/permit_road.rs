//! Every role at every place tries every act on a report's way, for three units of the tree.
//!
//! What is expected comes from the permission table; what is asked is the
//! router: that each address asks for its own act at the place of its own
//! thing. Who may not is told so (TK009) whatever state the thing is in; who
//! may gets an answer that is anything but that.

use axum::http::StatusCode;
use serde_json::json;
use tongket_core::permit::{Act, Membership, Place, Role, Table};
use tongket_store::account;

use crate::people::office::OpenCampaign;
use crate::people::{Answer, Person, TestHouse};

/// Everybody of the province in small.
const EVERYBODY: [&str; 17] = [
    "quantri",
    "thanhtra",
    "ubndtinh",
    "thuongtruc",
    "thamdinh",
    "khenthuong",
    "sonoivu",
    "sonoivu.ld",
    "sotaichinh",
    "sotaichinh.ld",
    "vankhe",
    "vankhe.ld",
    "muonglang",
    "muonglang.ld",
    "donggiang",
    "donggiang.ld",
    "nguoixem",
];

/// Whose reports are tried, each with the leader who sends it.
const OWNERS: [(&str, &str); 3] = [
    ("xã Vân Khê", "vankhe.ld"),
    ("xã Mường Lạng", "muonglang.ld"),
    ("Sở Nội vụ tỉnh Sơn Hải", "sonoivu.ld"),
];

/// Pages, and the act that each asks for.
const PAGES: [(&str, Act); 20] = [
    ("/duties/{duty}", Act::DutyRead),
    ("/reports/{report}", Act::DraftRead),
    ("/reports/{report}/sections/I", Act::DraftRead),
    ("/reports/{report}/sections/I/versions", Act::DraftRead),
    ("/reports/{report}/sections/I/nil", Act::SectionWrite),
    ("/reports/{report}/figures/{form}", Act::DraftRead),
    ("/reports/{report}/checks", Act::DraftRead),
    ("/reports/{report}/paper", Act::DraftRead),
    ("/reports/{report}/figures.xlsx", Act::DraftRead),
    ("/reports/{report}/files", Act::SectionWrite),
    ("/reports/{report}/delegations", Act::SectionDelegate),
    ("/reports/{report}/presentation", Act::DraftRead),
    ("/submissions/{sent}", Act::ReportRead),
    ("/submissions/{sent}/sections/I", Act::ReportRead),
    ("/submissions/{sent}/receipt", Act::ReportRead),
    ("/api/v1/reports/{report}", Act::DraftRead),
    ("/api/v1/reports/{report}/sections/I", Act::DraftRead),
    ("/api/v1/reports/{report}/presentation", Act::DraftRead),
    ("/api/v1/submissions/{sent}", Act::ReportRead),
    ("/api/v1/submissions/{sent}/receipt", Act::ReportRead),
];

/// Acts, in an order in which each can still be tried after the ones before.
const ACTS: [(&str, Act); 19] = [
    ("/reports/{report}/sections/I/versions", Act::SectionWrite),
    ("/reports/{report}/sections/I/nil", Act::SectionWrite),
    ("/reports/{report}/sections/I/suggestion", Act::SectionWrite),
    ("/reports/{report}/sections/I/reading", Act::SectionWrite),
    (
        "/reports/{report}/sections/I/restoration",
        Act::SectionWrite,
    ),
    ("/reports/{report}/figures/{form}", Act::FigureWrite),
    (
        "/reports/{report}/figures/{form}/suggestion",
        Act::FigureWrite,
    ),
    ("/reports/{report}/figures/{form}/reading", Act::FigureWrite),
    ("/reports/{report}/delegations", Act::SectionDelegate),
    ("/reports/{report}/presentation", Act::ReportPresent),
    (
        "/reports/{report}/presentation/withdrawal",
        Act::PresentationWithdraw,
    ),
    ("/reports/{report}/submission", Act::SubmissionCreate),
    ("/reports/{report}/correction", Act::CorrectionOpen),
    ("/submissions/{sent}/reception", Act::SubmissionReceive),
    ("/submissions/{sent}/comment", Act::CommentWrite),
    ("/comments/{comment}/settlement", Act::CommentAnswer),
    ("/submissions/{sent}/return", Act::SubmissionReturn),
    ("/submissions/{sent}/acceptance", Act::SubmissionAccept),
    ("/submissions/{sent}/forwarding", Act::SubmissionForward),
];

/// Acts that come with files.
const UPLOADS: [(&str, Act); 2] = [
    ("/reports/{report}/evidence", Act::EvidenceAttach),
    ("/reports/{report}/files", Act::SectionWrite),
];

/// Acts on the campaign.
const OF_CAMPAIGN: [(&str, Act); 2] = [
    ("/campaigns/{campaign}/amendments", Act::CampaignAmend),
    ("/campaigns/{campaign}/closing", Act::CampaignClose),
];

/// Fields that some act understands; what is left out or wrong is refused after the permit.
const FIELDS: [(&str, &str); 6] = [
    ("html", "x"),
    ("seen", "khac"),
    ("item", "I"),
    ("account", "khong-co"),
    ("version", "khong-co"),
    ("change", ""),
];

/// A thing that people try to act on.
struct Thing {
    report: String,
    duty: String,
    sent: String,
    comment: String,
    /// Its place for those who take it in.
    place: Place,
    /// Its place for those who read what was sent: the awards office has a part in it.
    read: Place,
}

impl Thing {
    fn place(&self, act: Act) -> &Place {
        match act {
            Act::ReportRead | Act::DutyRead => &self.read,
            _ => &self.place,
        }
    }
}

/// A report that was sent and commented on.
async fn thing(house: &TestHouse, campaign: &OpenCampaign, owner: &str, leader: &str) -> Thing {
    let duty = campaign.report_of(owner).to_owned();
    let mut leader = house.person(leader).await;
    let opened = leader.open(&format!("/duties/{duty}")).await;
    let report = opened.leads_to("/reports/").id();
    let sections = ["I", "II.1", "II.2", "III", "IV"];
    let sections = sections.map(|item| json!({ "item": item, "html": "Đã làm." }));
    let whole = json!({ "content": { "sections": sections } });
    let path = format!("/api/v1/reports/{report}/submission");
    let sent = leader.send_json(&path, &whole).await;
    let sent: serde_json::Value = serde_json::from_str(&sent.text).expect("JSON");
    let sent = sent["submission"].as_str().expect("an id").to_owned();
    let remark = json!({ "item": "I", "text": "Nêu rõ." });
    let path = format!("/api/v1/submissions/{sent}/comment");
    let comment = house
        .person("thamdinh")
        .await
        .send_json(&path, &remark)
        .await;
    let comment: serde_json::Value = serde_json::from_str(&comment.text).expect("JSON");
    let lineage = [owner, "tỉnh Sơn Hải"].map(|unit| campaign.unit(unit));
    let place = Place::of_unit(lineage).standing([campaign.unit("Công an tỉnh Sơn Hải")]);
    let awards = campaign.unit("Sở Nội vụ tỉnh Sơn Hải");
    Thing {
        comment: comment["comment"].as_str().expect("an id").to_owned(),
        read: place.clone().standing([awards]),
        place,
        report,
        duty,
        sent,
    }
}

/// The memberships of somebody, as the store has them.
async fn memberships(house: &TestHouse, name: &str) -> Vec<Membership> {
    let mut conn = house.kept.store.read().await.expect("a connection");
    let account = account::named(&mut conn, name)
        .await
        .expect("it can be read");
    let id = account.expect("an account").id;
    let held = account::memberships(&mut conn, &id).await;
    let held = held.expect("they can be read").into_iter();
    held.map(|(role, unit)| Membership {
        role: Role::from_id(&role).expect("a role"),
        unit,
    })
    .collect()
}

fn check(who: &str, what: &str, answer: &Answer, may: bool) {
    let refused = answer.status == StatusCode::FORBIDDEN && answer.text.contains("TK009");
    let told = format!("{who}: {what}: {} {}", answer.status, answer.text);
    assert_eq!(refused, !may, "{told}");
    let broke = answer.status.is_server_error() || answer.status == StatusCode::UNAUTHORIZED;
    assert!(!broke, "{told}");
}

#[tokio::test]
async fn role_by_place_by_act_on_a_reports_way() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut people: Vec<(&str, Person, Vec<Membership>)> = Vec::new();
    for who in EVERYBODY {
        people.push((who, house.person(who).await, memberships(&house, who).await));
    }
    let mut stranger = house.visitor();
    let mut asked = 0;
    for (owner, leader) in OWNERS {
        let thing = thing(&house, &campaign, owner, leader).await;
        let filled = |address: &str| {
            address
                .replace("{report}", &thing.report)
                .replace("{duty}", &thing.duty)
                .replace("{sent}", &thing.sent)
                .replace("{comment}", &thing.comment)
                .replace("{form}", &campaign.form)
        };
        let files = [("file", "a.txt", "I. Đặc điểm tình hình\nĐã làm.".as_bytes())];
        for (who, person, held) in &mut people {
            let may = |act| Table::permit(held, act, thing.place(act)).is_ok();
            for (address, act) in PAGES {
                let address = filled(address);
                let answer = person.open(&address).await;
                check(who, &format!("{owner} {address}"), &answer, may(act));
                asked += 1;
            }
            for (address, act) in UPLOADS {
                let address = filled(address);
                let answer = person.upload(&address, &[], &files).await;
                check(who, &format!("{owner} {address}"), &answer, may(act));
                asked += 1;
            }
        }
        for (address, act) in ACTS {
            let address = filled(address);
            stranger.send(&address, &FIELDS).await.is_refused("TK001");
            for (who, person, held) in &mut people {
                let may = Table::permit(held, act, thing.place(act)).is_ok();
                let answer = person.send(&address, &FIELDS).await;
                check(who, &format!("{owner} {address}"), &answer, may);
                asked += 1;
            }
        }
    }
    let over = campaign.unit("Công an tỉnh Sơn Hải");
    let place = Place::of_campaign([over, campaign.unit("tỉnh Sơn Hải")]);
    for (address, act) in OF_CAMPAIGN {
        let address = address.replace("{campaign}", &campaign.id);
        for (who, person, held) in &mut people {
            let may = Table::permit(held, act, &place).is_ok();
            let answer = person.send(&address, &FIELDS).await;
            check(who, &address, &answer, may);
            asked += 1;
        }
    }
    let on_reports = OWNERS.len() * (PAGES.len() + ACTS.len() + UPLOADS.len());
    assert_eq!(asked, EVERYBODY.len() * (on_reports + OF_CAMPAIGN.len()));
}
