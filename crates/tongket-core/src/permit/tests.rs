//! The whole table on a small tree, and the laws that no change of it may break.
//!
//! Sơn Hải province runs a campaign through its border guard command. Vân Khê
//! and Bãi Lau are communes that report; Vân Khê has an office of culture that
//! helps to write. The interior department has a part in the awards.

use std::collections::BTreeSet;

use super::*;
use crate::refusal::Code;

/// The unit above each unit of the tree.
const TREE: &[(&str, Option<&str>)] = &[
    ("son-hai", None),
    ("bien-phong", Some("son-hai")),
    ("so-noi-vu", Some("son-hai")),
    ("van-khe", Some("son-hai")),
    ("phong-van-hoa", Some("van-khe")),
    ("bai-lau", Some("son-hai")),
];

const STANDING: &str = "bien-phong";

fn parent(unit: &str) -> Option<&'static str> {
    TREE.iter()
        .find(|(name, _)| *name == unit)
        .and_then(|(_, parent)| *parent)
}

fn units() -> impl Iterator<Item = &'static str> {
    TREE.iter().map(|(unit, _)| *unit)
}

/// The place of a thing that this unit has in the campaign.
fn place(unit: &'static str) -> Place {
    let lineage = std::iter::successors(Some(unit), |unit| parent(unit));
    Place::of_unit(lineage).standing([STANDING])
}

fn member(role: Role, unit: &str) -> Membership {
    let unit = unit.to_owned();
    Membership { role, unit }
}

/// Whether somebody with one role for one unit may do this to what another unit has.
fn may(role: Role, actor: &str, act: Act, owner: &'static str, delegated: bool) -> bool {
    let place = place(owner).delegated(delegated);
    Table::permit(&[member(role, actor)], act, &place).is_ok()
}

/// Whether a unit lies below another one in the tree, found by walking up.
fn below(unit: &str, above: &str) -> bool {
    parent(unit).is_some_and(|parent| parent == above || below(parent, above))
}

/// What the office expects, said once more in other words: who is asked, where
/// he sits, whose thing it is.
#[allow(clippy::too_many_lines, reason = "one role after the other")]
fn expected(role: Role, actor: &str, act: Act, owner: &str) -> bool {
    let own = actor == owner;
    let superior = below(owner, actor);
    let standing = actor == STANDING;
    let id = act.id();
    let (noun, verb) = id.split_once('.').expect("noun.verb");
    match role {
        Role::Administrator => {
            matches!(noun, "setting" | "account" | "unit" | "audit")
                || matches!(id, "campaign.read" | "duty.read" | "board.read")
                || noun == "search" && own
        }
        Role::Auditor => match noun {
            "draft" => false,
            "search" => own,
            _ => verb == "read",
        },
        Role::Reader => {
            let region =
                matches!(noun, "unit" | "campaign" | "duty" | "report" | "board") && verb == "read";
            region && (own || superior) || noun == "search" && own
        }
        Role::AwardsOffice => {
            let part = matches!(id, "duty.read" | "report.read" | "board.read");
            part && standing || public(id) || noun == "search" && own
        }
        Role::Reviewer => {
            let desk = matches!(id, "comment.read" | "comment.write")
                || matches!(id, "submission.receive" | "submission.return")
                || noun == "consolidation";
            let sees = matches!(id, "duty.read" | "report.read" | "board.read");
            standing && desk
                || sees && (own || superior || standing)
                || public(id)
                || noun == "search" && own
        }
        Role::StandingAgency => {
            let runs = matches!(noun, "plan" | "group" | "campaign") && id != "campaign.create";
            let desk = noun == "submission" && verb != "create"
                || noun == "consolidation"
                || matches!(
                    id,
                    "comment.read" | "comment.write" | "duty.transfer" | "audit.read"
                )
                || matches!(id, "unit.contact" | "reminder.amend" | "urging.create");
            let sees = matches!(id, "duty.read" | "report.read" | "board.read");
            standing && (runs || desk)
                || sees && (own || superior || standing)
                || public(id)
                || own && matches!(id, "campaign.create" | "search.make")
        }
        Role::Leader => {
            let home = matches!(noun, "deed" | "draft" | "section" | "figure" | "evidence")
                || matches!(noun, "presentation" | "correction" | "search")
                || matches!(id, "submission.create" | "comment.read" | "comment.answer")
                || matches!(id, "account.read" | "audit.read" | "unit.contact");
            let sees = matches!(id, "duty.read" | "report.read" | "board.read");
            own && home
                || sees && (own || superior || standing)
                || public(id)
                || standing && matches!(id, "comment.read" | "comment.write")
                || id == "consolidation.read" && (own || superior || standing)
                || id == "consolidation.comment" && (own || standing)
        }
        Role::Drafter => {
            let home = matches!(noun, "deed" | "draft" | "section" | "figure" | "evidence")
                || matches!(noun, "presentation" | "correction" | "search")
                || matches!(id, "report.present" | "comment.read" | "comment.answer")
                || matches!(id, "duty.read" | "report.read" | "unit.contact")
                || matches!(id, "consolidation.read" | "consolidation.write");
            own && home || public(id)
        }
    }
}

/// What everybody who works in the system sees: bodies, and campaigns as they were issued.
fn public(id: &str) -> bool {
    matches!(id, "unit.read" | "campaign.read")
}

#[test]
fn role_by_place_by_act() {
    let mut asked = 0;
    for role in Role::ALL {
        for actor in units() {
            for act in Act::all() {
                for owner in units() {
                    let answer = may(role, actor, act, owner, false);
                    let wanted = expected(role, actor, act, owner);
                    let who = format!("{} of {actor}", role.id());
                    assert_eq!(answer, wanted, "{who}: {} at {owner}", act.id());
                    asked += 1;
                }
            }
        }
    }
    assert_eq!(asked, 8 * 6 * Act::all().count() * 6);
}

#[test]
fn the_table_as_it_is_printed() {
    let mut rows = vec![format!("{:<22}{}", "", Role::ALL.map(Role::id).join(" "))];
    rows.extend(Act::all().map(|act| {
        let cells = Role::ALL.map(|role| {
            let cell = Table::cell(role, act);
            let shown = if cell.is_empty() { "-" } else { cell };
            format!("{shown:<width$}", width = role.id().len())
        });
        format!("{:<22}{}", act.id(), cells.join(" "))
            .trim_end()
            .to_owned()
    }));
    insta::assert_snapshot!(rows.join("\n"));
}

/// Who may do each act to a report of Vân Khê: everybody, by name.
#[test]
fn who_may_do_what_to_the_report_of_van_khe() {
    let rows = Act::all().map(|act| {
        let people = Role::ALL.into_iter().flat_map(|role| {
            let seats: Vec<&str> = units()
                .filter(|actor| may(role, actor, act, "van-khe", false))
                .collect();
            let whole = if seats.len() == TREE.len() {
                "*".to_owned()
            } else {
                seats.join("+")
            };
            (!seats.is_empty()).then(|| format!("{}@{whole}", role.id()))
        });
        format!("{}: {}", act.id(), people.collect::<Vec<_>>().join(", "))
    });
    insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_cell_has_known_letters_in_their_order() {
    for act in Act::all() {
        for role in Role::ALL {
            let known: String = Relation::ALL
                .into_iter()
                .filter(|relation| Table::allows(role, act, *relation))
                .map(Relation::letter)
                .collect();
            assert_eq!(known, Table::cell(role, act), "{} {}", role.id(), act.id());
        }
        assert!(
            Table::roles(act).next().is_some(),
            "nobody may {}",
            act.id()
        );
    }
}

/// Every allowed combination.
fn allowed() -> impl Iterator<Item = (Role, Act, Relation)> {
    let combinations = Role::ALL.into_iter().flat_map(|role| {
        Act::all().flat_map(move |act| Relation::ALL.map(|relation| (role, act, relation)))
    });
    combinations.filter(|(role, act, relation)| Table::allows(*role, *act, *relation))
}

#[test]
fn nobody_writes_elsewhere_but_the_administrator_and_he_no_reports() {
    for (role, act, relation) in allowed().filter(|(_, act, _)| act.writes()) {
        if relation == Relation::Elsewhere {
            assert_eq!(role, Role::Administrator, "{}", act.id());
        }
        if role == Role::Administrator {
            let noun = act.id().split('.').next();
            assert!(
                matches!(noun, Some("setting" | "account" | "unit")),
                "{}",
                act.id()
            );
        }
        let writer = !matches!(role, Role::Auditor | Role::Reader | Role::AwardsOffice);
        assert!(writer, "{} {}", role.id(), act.id());
    }
}

#[test]
fn only_a_leader_signs_and_only_for_his_own_unit() {
    let signers: Vec<_> = allowed()
        .filter(|(_, act, _)| *act == Act::SubmissionCreate)
        .collect();
    assert_eq!(
        signers,
        [(Role::Leader, Act::SubmissionCreate, Relation::Own)]
    );
}

#[test]
fn nobody_above_or_outside_reads_or_writes_a_draft() {
    let acts = [
        Act::DraftRead,
        Act::SectionWrite,
        Act::FigureWrite,
        Act::EvidenceAttach,
    ];
    for (_, act, relation) in allowed().filter(|(_, act, _)| acts.contains(act)) {
        let inside = matches!(relation, Relation::Own | Relation::Delegated);
        assert!(inside, "{}", act.id());
    }
}

#[test]
fn a_reader_sees_his_region_alone() {
    for (_, act, relation) in allowed().filter(|(role, ..)| *role == Role::Reader) {
        assert!(
            matches!(relation, Relation::Own | Relation::Above),
            "{}",
            act.id()
        );
    }
}

#[test]
fn a_delegate_writes_the_sections_delegated_to_him_and_nothing_else() {
    let given: BTreeSet<Act> = allowed()
        .filter(|(.., relation)| *relation == Relation::Delegated)
        .map(|(_, act, _)| act)
        .collect();
    let wanted = [
        Act::DraftRead,
        Act::SectionWrite,
        Act::FigureWrite,
        Act::EvidenceAttach,
        Act::CommentRead,
    ];
    assert_eq!(given, BTreeSet::from(wanted));
    let clerk = |act, delegated| may(Role::Drafter, "phong-van-hoa", act, "van-khe", delegated);
    assert!(clerk(Act::SectionWrite, true));
    assert!(!clerk(Act::SectionWrite, false));
    assert!(!clerk(Act::SectionDelegate, true));
    assert!(!clerk(Act::ReportPresent, true));
    assert!(!may(
        Role::Reader,
        "phong-van-hoa",
        Act::SectionWrite,
        "van-khe",
        true
    ));
}

#[test]
fn a_permit_says_on_what_it_rests() {
    let people = [
        member(Role::Reader, "son-hai"),
        member(Role::Leader, "van-khe"),
    ];
    let sign = Table::permit(&people, Act::SubmissionCreate, &place("van-khe"));
    let permit = sign.expect("the leader signs");
    assert_eq!(permit.role(), Role::Leader);
    assert_eq!(
        (permit.unit(), permit.relation()),
        ("van-khe", Relation::Own)
    );
    assert_eq!(permit.owner(), Some("van-khe"));
    assert_eq!(permit.require(Act::SubmissionCreate), Ok(()));
    let other = permit
        .require(Act::SubmissionAccept)
        .expect_err("another act");
    assert_eq!(other.code(), Code::NotPermitted);
}

#[test]
fn a_no_says_who_may() {
    let people = [member(Role::Drafter, "van-khe")];
    let refusal = Table::permit(&people, Act::SubmissionCreate, &place("van-khe"));
    let refusal = refusal.expect_err("a drafter does not sign");
    insta::assert_snapshot!(refusal, @"TK009: Tài khoản này không có quyền ký và gửi báo cáo ở đây.");
    insta::assert_snapshot!(refusal.way_out().vi, @"Việc này dành cho: Lãnh đạo đơn vị, trong phạm vi của mình. Nhờ họ làm, hoặc nhờ quản trị hệ thống xem lại vai trò.");
}

#[test]
fn a_campaign_is_run_from_its_standing_agency() {
    let place = Place::of_campaign([STANDING, "son-hai"]);
    let open = |unit| {
        Table::permit(
            &[member(Role::StandingAgency, unit)],
            Act::CampaignOpen,
            &place,
        )
    };
    assert!(open(STANDING).is_ok());
    assert!(open("son-hai").is_err());
}

#[test]
fn a_reader_finds_a_campaign_through_the_units_of_his_region() {
    let people = [member(Role::Reader, "van-khe")];
    let places = [place("bai-lau"), place("phong-van-hoa")];
    assert!(Table::permit_at_any(&people, Act::CampaignRead, &places).is_ok());
    assert!(Table::permit_at_any(&people, Act::CampaignRead, &places[..1]).is_err());
}
