//! Units over time, told as those who live through it would.

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const FIRST: Date = date(2025, 7, 1);

/// A list of units: "name from to", days left out by "-".
fn directory(lines: &[&str]) -> Directory {
    let header = ["tên", "từ ngày", "đến ngày"].map(str::to_owned).to_vec();
    let row = |line: &&str| {
        let cells: Vec<&str> = line.split(' ').collect();
        let [name, from, to] = cells[..] else {
            panic!("{line}");
        };
        let day = |cell: &str| cell.trim_start_matches('-').to_owned();
        vec![format!("xã {name}"), day(from), day(to)]
    };
    let rows: Vec<Vec<String>> = std::iter::once(header)
        .chain(lines.iter().map(row))
        .collect();
    let (directory, problems) = Directory::from_rows(&rows);
    assert_eq!(problems, []);
    directory
}

fn act(kind: SuccessionKind, from: &[u32], to: &[(u32, &str)], effective: Date) -> Succession {
    Succession {
        kind,
        from: from.iter().map(|unit| UnitId(*unit)).collect(),
        to: to
            .iter()
            .map(|(unit, share)| Heir {
                unit: UnitId(*unit),
                share: share.parse().ok(),
            })
            .collect(),
        effective,
        legal_act: "Nghị quyết số 01/NQ-UBTVQH".to_owned(),
    }
}

/// What is wrong with acts over a list of units, a line each.
#[track_caller]
fn check(units: &[&str], acts: Vec<Succession>, expected: &[&str]) {
    let told: Vec<String> = match Lineage::new(acts, &directory(units)) {
        Ok(_) => Vec::new(),
        Err(problems) => problems
            .iter()
            .map(|problem| format!("{}: {}", problem.act, problem.said.vi))
            .collect(),
    };
    assert_eq!(told, expected);
}

#[test]
fn what_cannot_be_is_said() {
    use SuccessionKind::{Dissolve, Merge, Rename, Split};
    let units = [
        "A - 2025-06-30",
        "B - 2025-06-30",
        "C 2025-07-01 -",
        "D 2025-07-01 -",
    ];
    check(&units, vec![act(Merge, &[0, 1], &[(2, "")], FIRST)], &[]);
    check(
        &units,
        vec![act(Split, &[0], &[(2, "0.4"), (3, "0.6")], FIRST)],
        &[],
    );
    check(&units, vec![act(Dissolve, &[0], &[], FIRST)], &[]);
    check(
        &units,
        vec![act(Split, &[0], &[(2, "0.4"), (3, "0.5")], FIRST)],
        &["0: tỷ lệ chia phải lớn hơn 0 và cộng lại bằng 1 (hiện là 0,9)"],
    );
    check(
        &units,
        vec![act(Split, &[0], &[(2, ""), (3, "1")], FIRST)],
        &["0: có nhiều đơn vị nhận thì phải ghi tỷ lệ chia cho từng đơn vị"],
    );
    check(
        &units,
        vec![act(Rename, &[0, 1], &[(2, "")], FIRST)],
        &["0: đổi tên hoặc chuyển cấp trên phải có đúng một đơn vị cũ và một đơn vị mới"],
    );
    check(
        &units,
        vec![act(Rename, &[0], &[(2, "")], date(2025, 8, 1))],
        &["0: “xã A” không tồn tại ngay trước ngày 01/08/2025"],
    );
    check(
        &units,
        vec![act(Rename, &[0], &[(2, "")], date(2025, 6, 1))],
        &[
            "0: “xã A” vẫn còn trong danh sách từ ngày 01/06/2025; hãy ghi ngày kết thúc là hôm trước",
            "0: đơn vị nhận “xã C” không có trong danh sách vào ngày 01/06/2025",
        ],
    );
    check(
        &units,
        vec![
            act(Rename, &[0], &[(2, "")], FIRST),
            act(Rename, &[0], &[(3, "")], FIRST),
        ],
        &["1: “xã A” đã được kế thừa bằng một việc khác"],
    );
}

#[test]
fn a_circle_and_an_act_without_a_document_are_said() {
    use SuccessionKind::Rename;
    let units = ["A - 2025-06-30", "B 2025-07-01 2025-07-31"];
    let mut nameless = act(Rename, &[0], &[(1, "")], FIRST);
    nameless.legal_act = " ".to_owned();
    check(
        &units,
        vec![nameless],
        &["0: chưa ghi văn bản quyết định việc này"],
    );
    let there = act(Rename, &[0], &[(1, "")], FIRST);
    let back = act(Rename, &[1], &[(0, "")], date(2025, 8, 1));
    check(
        &units,
        vec![there, back],
        &[
            "0: việc kế thừa vòng lại chính “xã A”",
            "1: đơn vị nhận “xã A” không có trong danh sách vào ngày 01/08/2025",
            "1: việc kế thừa vòng lại chính “xã B”",
        ],
    );
}

/// A, B → C on 1/7/2025; C → D (0.3) and E (0.7) on 1/1/2026; F stood all the time.
fn two_acts() -> (Directory, Lineage) {
    let directory = directory(&[
        "A - 2025-06-30",
        "B - 2025-06-30",
        "C 2025-07-01 2025-12-31",
        "D 2026-01-01 -",
        "E 2026-01-01 -",
        "F - -",
    ]);
    let acts = vec![
        act(
            SuccessionKind::Split,
            &[2],
            &[(3, "0.3"), (4, "0.7")],
            date(2026, 1, 1),
        ),
        act(SuccessionKind::Merge, &[0, 1], &[(2, "")], FIRST),
    ];
    let lineage = Lineage::new(acts, &directory).expect("both hold");
    (directory, lineage)
}

#[test]
fn lineage_is_asked_as_of_a_day() {
    let (_, lineage) = two_acts();
    let heirs = |unit: u32, day: Date| -> Vec<(u32, String)> {
        let heirs = lineage.heirs(UnitId(unit), day);
        heirs
            .into_iter()
            .map(|(unit, part)| (unit.0, part.normalize().to_string()))
            .collect()
    };
    assert_eq!(heirs(0, date(2025, 6, 30)), [(0, "1".to_owned())]);
    assert_eq!(heirs(0, FIRST), [(2, "1".to_owned())]);
    assert_eq!(
        heirs(1, date(2026, 1, 1)),
        [(3, "0.3".to_owned()), (4, "0.7".to_owned())]
    );
    assert_eq!(lineage.heir(UnitId(0), date(2026, 1, 1)), None);
    let forebears = |unit: u32, day: Date| -> Vec<u32> {
        lineage
            .forebears(UnitId(unit), day)
            .into_iter()
            .map(|unit| unit.0)
            .collect()
    };
    assert_eq!(forebears(3, date(2025, 1, 1)), [0, 1]);
    assert_eq!(forebears(3, FIRST), [2]);
    assert_eq!(forebears(3, date(2026, 1, 1)), [3]);
    assert_eq!(forebears(5, date(2025, 1, 1)), [5]);
}

fn figure(unit: u32, code: &str, value: &str) -> UnitFigure {
    UnitFigure {
        unit: UnitId(unit),
        code: code.to_owned(),
        column: "2025".to_owned(),
        value: value.parse().expect("a decimal"),
    }
}

#[test]
fn counts_are_added_and_divided_and_ratios_stay_apart() {
    let (_, lineage) = two_acts();
    let figures = [
        figure(0, "ho", "101"),
        figure(1, "ho", "50"),
        figure(5, "ho", "7"),
        figure(0, "ty_le", "80"),
        figure(1, "ty_le", "60"),
        figure(5, "ty_le", "90"),
    ];
    let additive = |code: &str| code != "ty_le";
    let told = |day: Date| {
        let inherited = inherit(&figures, &lineage, day, &additive);
        let own = inherited
            .figures
            .iter()
            .map(|((unit, code, _), value)| format!("{} {code} {}", unit.0, value.normalize()));
        let apart = inherited.apart.iter().map(|apart| {
            format!(
                "apart {} {} {}",
                apart.figure.unit.0, apart.figure.code, apart.figure.value
            )
        });
        own.chain(apart).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(
        told(FIRST),
        "2 ho 151; 5 ho 7; 5 ty_le 90; apart 0 ty_le 80; apart 1 ty_le 60"
    );
    assert_eq!(
        told(date(2026, 1, 1)),
        "3 ho 45.3; 4 ho 105.7; 5 ho 7; 5 ty_le 90; apart 0 ty_le 80; apart 1 ty_le 60"
    );
}

#[test]
fn a_ratio_goes_with_a_unit_that_only_changes_its_name() {
    let directory = directory(&[
        "A - 2025-06-30",
        "B 2025-07-01 -",
        "C - 2025-06-30",
        "D - -",
    ]);
    let acts = vec![
        act(SuccessionKind::Rename, &[0], &[(1, "")], FIRST),
        act(SuccessionKind::Merge, &[2], &[(3, "")], FIRST),
    ];
    let lineage = Lineage::new(acts, &directory).expect("both hold");
    let figures = [
        figure(0, "ty_le", "80"),
        figure(2, "ty_le", "10"),
        figure(3, "ty_le", "20"),
    ];
    let inherited = inherit(&figures, &lineage, FIRST, &|_| false);
    let own: Vec<u32> = inherited.figures.keys().map(|(unit, ..)| unit.0).collect();
    let apart: Vec<u32> = inherited
        .apart
        .iter()
        .map(|apart| apart.figure.unit.0)
        .collect();
    assert_eq!((own, apart), (vec![1], vec![2, 3]));
}

fn held(id: &str, task: &str, unit: u32) -> HeldDuty {
    HeldDuty {
        id: id.to_owned(),
        task: task.to_owned(),
        kind: DutyKind::Report,
        unit: UnitId(unit),
    }
}

use crate::campaign::DutyKind;

fn choice(inheritance: Inheritance) -> Choice {
    Choice {
        inheritance,
        takers: BTreeMap::new(),
    }
}

#[test]
fn an_heir_owes_each_inherited_report_or_one_for_all() {
    let (directory, lineage) = two_acts();
    let merge = &lineage.acts()[0];
    let duties = [
        held("d1", "T07", 0),
        held("d2", "T07", 1),
        held("d3", "T09", 1),
        held("d4", "T07", 5),
    ];
    let told = |inheritance| {
        let passed = pass_on(&duties, merge, &choice(inheritance), &directory).expect("one heir");
        let line = |passing: &Passing| match &passing.becomes {
            Handover::Kept => format!("{} {}→{}", passing.duty, passing.from.0, passing.to.0),
            Handover::MergedInto(into) => format!(
                "{} {}→{} in {into}",
                passing.duty, passing.from.0, passing.to.0
            ),
        };
        passed.iter().map(line).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(told(Inheritance::OneEach), "d1 0→2; d2 1→2; d3 1→2");
    assert_eq!(told(Inheritance::OneMerged), "d1 0→2; d2 1→2 in d1; d3 1→2");
}

#[test]
fn a_split_or_a_dissolution_asks_who_takes_the_duties() {
    let (directory, lineage) = two_acts();
    let split = &lineage.acts()[1];
    let duties = [held("d1", "T07", 2)];
    let mut choice = choice(Inheritance::OneEach);
    let refused = pass_on(&duties, split, &choice, &directory).expect_err("nobody was chosen");
    assert_eq!(
        refused.sentence().vi,
        "Việc kế thừa chưa hợp lệ: “xã C” chia tách mà còn nhiệm vụ; phải chọn đơn vị nhận nhiệm vụ."
    );
    choice.takers.insert(UnitId(2), UnitId(4));
    let passed = pass_on(&duties, split, &choice, &directory).expect("somebody was chosen");
    assert_eq!(passed[0].to, UnitId(4));
    choice.takers.insert(UnitId(2), UnitId(0));
    assert!(
        pass_on(&duties, split, &choice, &directory).is_err(),
        "xã A does not stand any more"
    );
    assert_eq!(pass_on(&[], split, &choice, &directory), Ok(Vec::new()));
}

#[test]
fn a_channel_leads_to_those_who_took_over_and_keeps_its_words() {
    use crate::campaign::{Party, Route};
    let (_, lineage) = two_acts();
    let party = |unit: Option<u32>| Party {
        as_written: "Bộ Chỉ huy BĐBP tỉnh".to_owned(),
        unit: unit.map(UnitId),
    };
    let route = Route {
        recipient: Some(party(None)),
        via: Some(party(Some(0))),
    };
    let (rerouted, open) = reroute(&route, &lineage, FIRST);
    assert_eq!(rerouted.via, Some(party(Some(2))));
    assert_eq!(open, []);
    let (_, open) = reroute(&route, &lineage, date(2026, 1, 1));
    assert_eq!(open, [party(Some(0))], "two took over: a person decides");
}

/// Merges and splits, one a month: which of the standing units take part, and into how many parts.
type Story = Vec<(usize, usize, Option<u32>)>;

/// The list of units and the acts that a story makes of eight communes.
fn told(story: &Story) -> (Directory, Vec<Succession>) {
    let mut spans: Vec<(Option<Date>, Option<Date>)> = vec![(None, None); 8];
    let mut acts = Vec::new();
    for (month, (first, many, split)) in story.iter().enumerate() {
        let day = FIRST.saturating_add((month as i64).months());
        let standing: Vec<usize> = (0..spans.len())
            .filter(|unit| spans[*unit].1.is_none())
            .collect();
        let new = spans.len();
        let (kind, from, to) = match split {
            Some(tenths) => {
                let tenths = tenths % 9 + 1;
                let shares = [format!("0.{tenths}"), format!("0.{}", 10 - tenths)];
                let heir = |at: usize| Heir {
                    unit: UnitId((new + at) as u32),
                    share: shares[at].parse().ok(),
                };
                (
                    SuccessionKind::Split,
                    vec![standing[first % standing.len()]],
                    vec![heir(0), heir(1)],
                )
            }
            None => {
                let mut from: Vec<usize> = (0..many % 3 + 2)
                    .map(|at| standing[(first + at) % standing.len()])
                    .collect();
                from.sort_unstable();
                from.dedup();
                (
                    SuccessionKind::Merge,
                    from,
                    vec![Heir {
                        unit: UnitId(new as u32),
                        share: None,
                    }],
                )
            }
        };
        for unit in &from {
            spans[*unit].1 = day.yesterday().ok();
        }
        spans.extend(to.iter().map(|_| (Some(day), None)));
        acts.push(Succession {
            kind,
            from: from.into_iter().map(|unit| UnitId(unit as u32)).collect(),
            to,
            effective: day,
            legal_act: "Nghị quyết".to_owned(),
        });
    }
    let day = |day: Option<Date>| day.map_or("-".to_owned(), |day| day.to_string());
    let lines: Vec<String> = spans
        .iter()
        .enumerate()
        .map(|(unit, (from, to))| format!("{unit} {} {}", day(*from), day(*to)))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    (directory(&lines), acts)
}

fn story() -> impl Strategy<Value = Story> {
    prop::collection::vec(
        (0..20usize, 0..20usize, prop::option::weighted(0.3, 0..9u32)),
        0..10,
    )
}

proptest! {
    /// Nothing is lost and nothing is added, by any merges and splits one after another.
    #[test]
    fn totals_are_preserved(story in story(), values in prop::collection::vec(0u32..100_000, 8)) {
        let (directory, acts) = told(&story);
        let lineage = Lineage::new(acts, &directory).expect("the story holds");
        let figures: Vec<UnitFigure> = values.iter().enumerate().map(|(unit, value)| figure(unit as u32, "ho", &value.to_string())).collect();
        let day = date(2027, 1, 1);
        let inherited = inherit(&figures, &lineage, day, &|_| true);
        let before: Decimal = figures.iter().map(|figure| figure.value).sum();
        prop_assert_eq!(inherited.total("ho"), before);
        for (unit, ..) in inherited.figures.keys() {
            prop_assert!(directory.get(*unit).is_some_and(|unit| unit.stands_on(day)));
        }
        for unit in 0..8 {
            let parts: Decimal = lineage.heirs(UnitId(unit), day).iter().map(|(_, part)| *part).sum();
            prop_assert_eq!(parts, Decimal::ONE);
        }
    }

    /// After every act, every open duty has exactly one owner, and that one stands.
    #[test]
    fn every_duty_has_one_living_owner(story in story(), merged in any::<bool>(), owners in prop::collection::vec(0u32..8, 0..12)) {
        let (directory, acts) = told(&story);
        let lineage = Lineage::new(acts, &directory).expect("the story holds");
        let mut duties: Vec<HeldDuty> = owners.iter().enumerate().map(|(at, unit)| held(&format!("d{at}"), &format!("T{}", at % 3), *unit)).collect();
        let all = duties.len();
        let mut closed = 0;
        for act in lineage.acts() {
            let mut choice = choice(if merged { Inheritance::OneMerged } else { Inheritance::OneEach });
            for old in &act.from {
                choice.takers.insert(*old, act.to[0].unit);
            }
            let passed = pass_on(&duties, act, &choice, &directory).expect("takers are chosen");
            for passing in passed {
                let at = duties.iter().position(|duty| duty.id == passing.duty).expect("a known duty");
                prop_assert_eq!(duties[at].unit, passing.from);
                match passing.becomes {
                    Handover::Kept => duties[at].unit = passing.to,
                    Handover::MergedInto(into) => {
                        prop_assert!(duties.iter().any(|duty| duty.id == into && duty.unit == passing.to), "kept before it is merged into");
                        duties.remove(at);
                        closed += 1;
                    }
                }
            }
            for duty in &duties {
                let owner = directory.get(duty.unit).expect("in the list");
                prop_assert!(owner.stands_on(act.effective), "{} is owed by {}", duty.id, owner.name);
            }
        }
        prop_assert_eq!(duties.len() + closed, all);
        prop_assert!(merged || closed == 0);
    }

    #[test]
    fn any_table_is_read_or_complained_of(cells in prop::collection::vec(prop::collection::vec("[a-z0-9% ,]{0,6}", 0..6), 0..6)) {
        let mut rows = vec![["mã cũ", "tên cũ", "huyện cũ", "mã mới", "tên mới", "tỷ lệ"].map(str::to_owned).to_vec()];
        rows.extend(cells);
        let list = read_list(&rows, FIRST, "Nghị quyết", "tỉnh Sơn Hải");
        for act in &list.acts {
            prop_assert!(!act.from.is_empty() && !act.to.is_empty());
        }
    }
}

fn table(lines: &[&str]) -> Vec<Vec<String>> {
    lines
        .iter()
        .map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

#[test]
fn a_table_of_old_and_new_units_is_read() {
    let rows = table(&[
        "STT|Mã cũ|Tên cũ|Huyện cũ|Mã mới|Tên mới|Tỷ lệ",
        "1|98001|Xã Thạch Bàn|Huyện Đông Khê|98001|Xã Vân Khê|",
        "2|98002|Xã Vân Khê|Huyện Đông Khê|98005|Xã Đông Giang|",
        "3|98003|Xã Suối Trầm|Huyện Đông Khê|98001|Xã Vân Khê|",
        "4|98004|Xã Núi Trắng|Huyện Hải Thạch|98001|Xã Vân Khê|40%",
        "5|98004|Xã Núi Trắng|Huyện Hải Thạch|98005|Xã Đông Giang|60%",
        "6||(huyện không chia xã)|Huyện Đảo|98009|Đặc khu Hòn Mây|",
        "7|98007|Xã Cồn Mây|Huyện Hải Thạch|98007|Xã Cồn Mây|",
    ]);
    let list = read_list(&rows, FIRST, "Nghị quyết số 1/NQ", "tỉnh Sơn Hải");
    let problems: Vec<&str> = list
        .problems
        .iter()
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(
        problems,
        ["Hàng 7: không có tên đơn vị cũ hoặc đơn vị mới; hàng này không được dùng."]
    );
    let name = |unit: UnitId| list.directory.name(unit).to_owned();
    let acts: Vec<String> = list
        .acts
        .iter()
        .map(|act| {
            let from: Vec<String> = act.from.iter().map(|unit| name(*unit)).collect();
            let to: Vec<String> = act
                .to
                .iter()
                .map(|heir| match heir.share {
                    Some(share) => format!("{} {}", name(heir.unit), share.normalize()),
                    None => name(heir.unit),
                })
                .collect();
            format!("{:?} {} → {}", act.kind, from.join(", "), to.join(", "))
        })
        .collect();
    assert_eq!(
        acts,
        [
            "Split Xã Núi Trắng → Xã Vân Khê 0.4, Xã Đông Giang 0.6",
            "Merge Xã Thạch Bàn, Xã Suối Trầm → Xã Vân Khê",
            "Merge Xã Vân Khê → Xã Đông Giang",
            "Move Xã Cồn Mây → Xã Cồn Mây",
        ]
    );
    let lineage = Lineage::new(list.acts, &list.directory).expect("the acts hold");
    // The name and the code moved to other places: the day tells which is meant.
    let old = list
        .directory
        .find("xã Vân Khê", date(2025, 6, 1))
        .found()
        .expect("the old one");
    let heir = lineage.heir(old, FIRST).expect("one heir");
    assert_eq!(list.directory.name(heir), "Xã Đông Giang");
    let of_code = |day: Date| {
        list.directory
            .find_code("98001", day)
            .found()
            .expect("one at a time")
    };
    assert_eq!(
        list.directory.name(of_code(date(2025, 6, 1))),
        "Xã Thạch Bàn"
    );
    assert_eq!(list.directory.name(of_code(FIRST)), "Xã Vân Khê");
}

#[test]
fn a_table_without_names_is_complained_of() {
    let list = read_list(&table(&["a|b", "1|2"]), FIRST, "", "");
    assert_eq!(list.problems.len(), 1);
    assert!(list.acts.is_empty());
}

#[test]
fn the_reorganisation_of_two_provinces() {
    let path = std::env::var_os("TONGKET_CORPUS").map(|corpus| {
        std::path::Path::new(&corpus)
            .with_file_name("data")
            .join("qb_qt_succession_2025.csv")
    });
    let Some(text) = path.and_then(|path| std::fs::read_to_string(path).ok()) else {
        #[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
        {
            eprintln!(
                "skipped: TONGKET_CORPUS is not set or has no table of successions beside it"
            );
        }
        return;
    };
    let rows: Vec<Vec<String>> = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect();
    let list = read_list(
        &rows,
        FIRST,
        "Nghị quyết số 1680/NQ-UBTVQH15",
        "Tỉnh Quảng Trị",
    );
    assert_eq!(
        list.problems.len(),
        1,
        "one row holds a remark: {:?}",
        list.problems.first()
    );
    let new_units = list.directory.standing(FIRST).count();
    assert_eq!(new_units, 77, "78 without the island that had no communes");
    let lineage = Lineage::new(list.acts, &list.directory).expect("the acts hold");
    let before = date(2025, 2, 14);
    let heir_of = |name: &str| {
        let old = list
            .directory
            .find(name, before)
            .found()
            .unwrap_or_else(|| panic!("{name}"));
        list.directory
            .name(lineage.heir(old, FIRST).expect("one heir"))
            .to_owned()
    };
    assert_eq!(heir_of("UBND xã Minh Hóa, huyện Minh Hóa"), "Xã Kim Phú");
    assert_eq!(heir_of("Xã Hòa Trạch, huyện Bố Trạch"), "Xã Hoàn Lão");
    assert_eq!(heir_of("Xã Mỹ Thủy, huyện Lệ Thủy"), "Xã Tân Mỹ");
    let new = list
        .directory
        .find("xã Minh Hoá", FIRST)
        .found()
        .expect("the new one");
    let forebears: Vec<&str> = lineage
        .forebears(new, before)
        .iter()
        .map(|unit| list.directory.name(*unit))
        .collect();
    assert_eq!(forebears.len(), 4, "{forebears:?}");
    assert!(
        forebears.iter().any(|name| name.contains("Quy Đạt")),
        "{forebears:?}"
    );
    let figures: Vec<UnitFigure> = list
        .directory
        .standing(before)
        .map(|unit| figure(unit.id.0, "ho", "1"))
        .collect();
    let inherited = inherit(&figures, &lineage, FIRST, &|_| true);
    assert_eq!(inherited.total("ho"), Decimal::from(figures.len()));
    assert_eq!(inherited.figures.len(), 77);
}
