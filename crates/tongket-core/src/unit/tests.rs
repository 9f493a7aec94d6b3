use jiff::civil::{Date, date};

use super::*;

/// A small province before and after the reorganisation of 1 July 2025.
const LIST: &str = "\
Tên|Tên ngắn|Loại|Cấp|Trực thuộc|Mã|Nhãn|Từ ngày|Đến ngày|Kế thừa bởi
UBND huyện Đông Giang|||Huyện|UBND tỉnh Sơn Hải|450|||30/6/2025|
UBND huyện Nam Giang|||Huyện|UBND tỉnh Sơn Hải|451|||30/6/2025|
Thị xã Hải Lộc|||Huyện|UBND tỉnh Sơn Hải|452|||30/6/2025|
Xã Vân Khê|Vân Khê||Xã|Huyện Đông Giang|18931|biên giới||2025-06-30|Xã Kim Sơn
Xã Hòa Trạch|||Xã|Huyện Đông Giang|18932|||2025-06-30|Xã Kim Sơn
Xã Hòa Trạch|||Xã|Huyện Nam Giang|18933|ven biển||2025-06-30|Phường Hải Lộc
Phường Đồng Lê|||Xã|Thị xã Hải Lộc|18934|biên giới; ven biển||2025-06-30|Phường Hải Lộc
Xã Đông Lễ|||Xã|Huyện Nam Giang|18935|||2025-06-30|Phường Hải Lộc
Xã Kim Sơn|||Xã|Tỉnh Sơn Hải|18931|biên giới|2025-07-01||
Xã Vân Khê|||Xã|Tỉnh Sơn Hải|18901||2025-07-01||
Phường Hải Lộc|||Xã|Tỉnh Sơn Hải|18934|biên giới; ven biển|2025-07-01||
Sở Nội vụ|SNV|Sở|Tỉnh|UBND tỉnh Sơn Hải||||
Sở Văn hóa, Thể thao và Du lịch||Sở|Tỉnh|UBND tỉnh Sơn Hải||||
Sở Nông nghiệp và Môi trường||Sở|Tỉnh|UBND tỉnh Sơn Hải||||
Công an tỉnh Sơn Hải||Công an|Tỉnh|||||
Bộ Chỉ huy BĐBP tỉnh|BCH BĐBP tỉnh|Biên phòng|Tỉnh|||||
Ủy ban MTTQ Việt Nam tỉnh||Mặt trận|Tỉnh|||||
Hội Nông dân tỉnh||Đoàn thể|Tỉnh|||||
Ủy ban MTTQ Việt Nam xã Vân Khê|||Xã|Huyện Đông Giang||||2025-06-30|
Đồn Biên phòng Vân Sơn||Đồn Biên phòng||Bộ Chỉ huy BĐBP tỉnh||||
Đồn Biên phòng Cửa khẩu Hải Lộc||Đồn Biên phòng||Bộ Chỉ huy BĐBP tỉnh||||
";

const BEFORE: Date = date(2025, 2, 14);
const AFTER: Date = date(2025, 8, 1);

fn rows(list: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.split('|').map(str::to_owned).collect();
    list.lines().map(cells).collect()
}

fn directory() -> Directory {
    let (directory, problems) = Directory::from_rows(&rows(LIST));
    assert_eq!(problems, []);
    directory
}

/// What a name means, in words.
fn meaning(name: &str, as_of: Date) -> String {
    let directory = directory();
    let label = |id: &UnitId| {
        let unit = directory.get(*id).expect("a unit of the list");
        format!("{}@{}", unit.name, unit.row)
    };
    let list = |units: &[UnitId]| units.iter().map(label).collect::<Vec<_>>().join(" | ");
    match directory.find(name, as_of) {
        Match::Found(unit) => label(&unit),
        Match::Ambiguous(units) => format!("ambiguous: {}", list(&units)),
        Match::OutOfDate(units) => format!("out of date: {}", list(&units)),
        Match::Unknown => "unknown".to_owned(),
    }
}

fn check(name: &str, as_of: Date, expected: &str) {
    assert_eq!(meaning(name, as_of), expected, "{name:?} as of {as_of}");
}

#[test]
fn spelling_is_forgiven() {
    for name in [
        "Xã Vân Khê",
        "xã vân khê",
        "XÃ VÂN KHÊ",
        "UBND xã Vân Khê",
        "Ủy ban nhân dân xã Vân Khê",
        "Uỷ ban nhân dân  xã Vân Khê",
        "ỦY BAN NHÂN DÂN XÃ VÂN KHÊ",
        "X. Vân Khê",
        "UBND xã Vân-Khê",
        "Vân Khê",
        "Chủ tịch UBND xã Vân Khê",
        "UBND xa\u{303} Va\u{302}n Khe\u{302}",
        "UBND xã Vân Khê, huyện Đông Giang",
        "UBND xã Vân Khê, huyện Đông Giang, tỉnh Sơn Hải",
    ] {
        check(name, BEFORE, "Xã Vân Khê@5");
    }
    check(
        "Sở Văn hoá, Thể thao & Du lịch",
        BEFORE,
        "Sở Văn hóa, Thể thao và Du lịch@14",
    );
    check("Sở VHTTDL", BEFORE, "Sở Văn hóa, Thể thao và Du lịch@14");
    check(
        "Sở NN&MT tỉnh Sơn Hải",
        BEFORE,
        "Sở Nông nghiệp và Môi trường@15",
    );
    check("Công an tỉnh", BEFORE, "Công an tỉnh Sơn Hải@16");
    check(
        "Bộ Chỉ huy Bộ đội Biên phòng tỉnh Sơn Hải",
        BEFORE,
        "Bộ Chỉ huy BĐBP tỉnh@17",
    );
    check("UBMTTQVN tỉnh", BEFORE, "Ủy ban MTTQ Việt Nam tỉnh@18");
    check(
        "Đồn BPCK Hải Lộc",
        BEFORE,
        "Đồn Biên phòng Cửa khẩu Hải Lộc@22",
    );
}

#[test]
fn units_of_like_name_are_kept_apart() {
    check(
        "xã Hoà Trạch",
        BEFORE,
        "ambiguous: Xã Hòa Trạch@6 | Xã Hòa Trạch@7",
    );
    check(
        "UBND xã Hoà Trạch, huyện Nam Giang",
        BEFORE,
        "Xã Hòa Trạch@7",
    );
    check("UBND xã Hòa Trạch huyện Bắc Giang", BEFORE, "unknown");
    check("phường Vân Khê", BEFORE, "unknown");
    check("thị trấn Vân Khê", BEFORE, "unknown");
    check("phường Đông Lễ", BEFORE, "unknown");
    check("xã Đông Lê", BEFORE, "unknown");
    check("xã Đồng Lê", BEFORE, "unknown");
    check("xã Vân Khê, huyện Nam Giang", BEFORE, "unknown");
    check("Sở Nội vụ tỉnh Vân Đồn", BEFORE, "unknown");
    check("Sở Tài chính", BEFORE, "unknown");
}

#[test]
fn a_name_means_another_unit_on_another_day() {
    check("xã Vân Khê", BEFORE, "Xã Vân Khê@5");
    check("xã Vân Khê", AFTER, "Xã Vân Khê@11");
    check("phường Đồng Lê", AFTER, "out of date: Phường Đồng Lê@8");
    check("xã Kim Sơn", BEFORE, "out of date: Xã Kim Sơn@10");
    let directory = directory();
    let named = |day| {
        directory
            .find_code("18931", day)
            .found()
            .map(|unit| directory.name(unit))
    };
    assert_eq!(
        (named(BEFORE), named(AFTER)),
        (Some("Xã Vân Khê"), Some("Xã Kim Sơn"))
    );
    let old = directory
        .find("xã Vân Khê", BEFORE)
        .found()
        .and_then(|unit| directory.get(unit));
    let successors = old.map(|unit| {
        unit.succeeded_by
            .iter()
            .map(|unit| directory.name(*unit))
            .collect::<Vec<_>>()
    });
    assert_eq!(successors, Some(vec!["Xã Kim Sơn"]));
}

#[test]
fn the_letterhead_above_decides() {
    let directory = directory();
    let found = directory.find_under("UBND XÃ HÒA TRẠCH", Some("UBND HUYỆN ĐÔNG GIANG"), BEFORE);
    assert_eq!(
        found
            .found()
            .and_then(|unit| directory.get(unit))
            .map(|unit| unit.row),
        Some(6)
    );
}

#[test]
fn a_slip_is_a_question_not_an_answer() {
    let directory = directory();
    check("xã Vân Khe", BEFORE, "unknown");
    let names: Vec<_> = directory
        .suggest("xã Vân Khe", BEFORE)
        .into_iter()
        .map(|unit| directory.name(unit))
        .collect();
    assert_eq!(names, ["Xã Vân Khê"]);
}

/// The members of a group by name, then what was not understood.
fn members(group: &str, as_of: Date) -> (Vec<String>, usize) {
    let directory = directory();
    let members = directory.resolve(group, as_of);
    let names = members
        .units
        .iter()
        .map(|unit| directory.name(*unit).to_owned());
    (names.collect(), members.unresolved.len())
}

fn check_group(group: &str, as_of: Date, expected: &[&str]) {
    let (names, unresolved) = members(group, as_of);
    assert_eq!(
        (names, unresolved),
        (expected.iter().map(|name| (*name).to_owned()).collect(), 0),
        "{group:?}"
    );
}

#[test]
fn groups_of_provincial_bodies() {
    let provincial = [
        "Sở Nội vụ",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Nông nghiệp và Môi trường",
        "Công an tỉnh Sơn Hải",
        "Bộ Chỉ huy BĐBP tỉnh",
        "Ủy ban MTTQ Việt Nam tỉnh",
        "Hội Nông dân tỉnh",
    ];
    check_group("Các sở, ban, ngành, đoàn thể cấp tỉnh", BEFORE, &provincial);
    check_group(
        "Thủ trưởng các sở, ban, ngành, đoàn thể tỉnh",
        BEFORE,
        &provincial,
    );
    check_group("các sở", BEFORE, &provincial[..3]);
}

#[test]
fn an_inspectorate_is_a_unit_like_any_other() {
    let list = "Tên|Loại|Cấp\nSở Y tế|Sở|Tỉnh\nThanh tra tỉnh Sơn Hải|Thanh tra|Tỉnh\nThanh tra Sở Y tế||Tỉnh\nTỉnh đoàn Sơn Hải|Đoàn thể|Tỉnh\n";
    let (read, problems) = Directory::from_rows(&rows(list));
    assert_eq!(problems, [], "a kind like any other");
    let members = |group: &str| {
        let members = read.resolve(group, BEFORE);
        let names = members.units.iter().map(|unit| read.name(*unit));
        let names: Vec<&str> = names.collect();
        (names.join("; "), members.unresolved.join("; "))
    };
    let known = |names: &str| (names.to_owned(), String::new());
    assert_eq!(members("Thanh tra tỉnh"), known("Thanh tra tỉnh Sơn Hải"));
    assert_eq!(
        members("Thanh tra tỉnh và các đoàn thể cấp tỉnh"),
        known("Thanh tra tỉnh Sơn Hải; Tỉnh đoàn Sơn Hải")
    );
    assert_eq!(members("Thanh tra các sở"), known("Thanh tra Sở Y tế"));
}

#[test]
fn groups_of_places() {
    check_group(
        "UBND các huyện, thị xã, thành phố",
        BEFORE,
        &[
            "UBND huyện Đông Giang",
            "UBND huyện Nam Giang",
            "Thị xã Hải Lộc",
        ],
    );
    check_group(
        "các xã, phường biên giới",
        BEFORE,
        &["Xã Vân Khê", "Phường Đồng Lê"],
    );
    check_group(
        "UBND các xã, phường biên giới trên địa bàn tỉnh",
        AFTER,
        &["Xã Kim Sơn", "Phường Hải Lộc"],
    );
    check_group(
        "Cấp xã, phường biên giới",
        AFTER,
        &["Xã Kim Sơn", "Phường Hải Lộc"],
    );
    check_group("các xã ven biển", BEFORE, &["Xã Hòa Trạch"]);
    check_group(
        "UBND cấp xã",
        AFTER,
        &["Xã Kim Sơn", "Xã Vân Khê", "Phường Hải Lộc"],
    );
    check_group(
        "các đồn Biên phòng",
        BEFORE,
        &["Đồn Biên phòng Vân Sơn", "Đồn Biên phòng Cửa khẩu Hải Lộc"],
    );
    check_group(
        "Ủy ban MTTQ Việt Nam các xã, phường biên giới",
        BEFORE,
        &["Ủy ban MTTQ Việt Nam xã Vân Khê"],
    );
    check_group(
        "các xã, phường trên địa bàn huyện Đông Giang",
        BEFORE,
        &["Xã Vân Khê", "Xã Hòa Trạch"],
    );
    check_group(
        "UBND các xã, phường biên giới (trừ xã Vân Khê)",
        BEFORE,
        &["Phường Đồng Lê"],
    );
    check_group(
        "Các Sở: Nội vụ, Văn hóa, Thể thao và Du lịch",
        BEFORE,
        &["Sở Nội vụ", "Sở Văn hóa, Thể thao và Du lịch"],
    );
    check_group(
        "các xã Vân Khê, Đông Lễ",
        BEFORE,
        &["Xã Vân Khê", "Xã Đông Lễ"],
    );
    check_group(
        "Sở Nội vụ; UBND các huyện, thị xã",
        BEFORE,
        &[
            "UBND huyện Đông Giang",
            "UBND huyện Nam Giang",
            "Thị xã Hải Lộc",
            "Sở Nội vụ",
        ],
    );
}

#[test]
fn what_a_group_does_not_say_is_reported() {
    assert_eq!(
        members("các cơ quan, đơn vị, địa phương có liên quan", BEFORE),
        (vec![], 1)
    );
    assert_eq!(members("các xã miền núi", BEFORE), (vec![], 1));
    assert_eq!(members("Sở Tài chính", BEFORE), (vec![], 1));
    assert_eq!(members("các huyện", AFTER), (vec![], 1));
}

#[test]
fn problems_of_a_list_are_said_with_their_row() {
    let list = "\
STT|Đơn vị|Cấp|Từ ngày|Lạ|Kế thừa bởi|Loại|Mã
1|Xã Vân Khê|Xã|hôm qua||Xã Không Có|Xã|1
2|||||||
3|Xã Vân Khê|Xã||||Xã|1
4|Xã Hải Lộc|thôn||||ký túc xá|1
";
    let (directory, problems) = Directory::from_rows(&rows(list));
    assert_eq!(directory.units().len(), 2);
    let said: Vec<_> = problems
        .iter()
        .map(|problem| (problem.row, problem.message.as_str()))
        .collect();
    insta::assert_debug_snapshot!(said);
    let (_, problems) = Directory::from_rows(&rows("a|b\n1|2"));
    assert_eq!(problems.len(), 1);
}

#[test]
fn columns_may_be_english_and_in_any_order() {
    let (directory, problems) =
        Directory::from_rows(&rows("parent|level|NAME\nHuyện Đông Giang|xã|Xã Vân Khê"));
    assert_eq!(problems, []);
    assert_eq!(directory.units()[0].level, Some(Level::Commune));
}
