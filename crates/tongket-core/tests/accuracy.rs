//! How many planted faults are found, and how many findings are false.
//!
//! `cargo test -p tongket-core --test accuracy -- --nocapture` prints the counts.

mod written;

use written::generator::{Dice, outline_lines, report};
use written::{Written, consolidated, outline, written};

/// Found and planted faults of one kind, and findings of that code where none was planted.
#[derive(Default)]
struct Count {
    planted: usize,
    found: usize,
    false_findings: usize,
}

impl Count {
    fn recall(&self) -> f64 {
        self.found as f64 / self.planted.max(1) as f64
    }
}

#[allow(clippy::print_stdout)]
fn print(name: &str, count: &Count) {
    println!(
        "{name}: found {}/{}, false {}",
        count.found, count.planted, count.false_findings
    );
}

/// Reports by rule with one planted fault each, in every second of them.
fn planted(
    code: &str,
    fault: impl Fn(&mut Dice) -> String,
    sound: impl Fn(&mut Dice) -> String,
) -> Count {
    const REPORTS: usize = 60;
    let mut dice = Dice::new(code.len() as u64 + 99);
    let reports: Vec<Written> = (0..REPORTS)
        .map(|number| {
            let base = report(number, 6, 6);
            let added = if number % 2 == 0 {
                fault(&mut dice)
            } else {
                sound(&mut dice)
            };
            written(&base.name, &format!("{}{added}\n", base.text))
        })
        .collect();
    let all = consolidated(&outline(&outline_lines(6)), "", &reports, &[]);
    let mut count = Count {
        planted: REPORTS / 2,
        ..Count::default()
    };
    let hits: Vec<usize> = all
        .findings
        .iter()
        .filter(|finding| finding.code == code)
        .filter_map(|finding| finding.places.first().map(|place| place.file))
        .collect();
    count.found = (0..REPORTS)
        .step_by(2)
        .filter(|file| hits.contains(file))
        .count();
    count.false_findings = hits.iter().filter(|file| *file % 2 == 1).count();
    let others = all
        .findings
        .iter()
        .filter(|finding| finding.code != code && finding.code != "BC040");
    count.false_findings += others.count();
    count
}

// A list of cases is long, not hard.
#[allow(clippy::too_many_lines)]
#[test]
fn planted_contradictions_are_found() {
    let two = |dice: &mut Dice| (100 + dice.roll(400), 600 + dice.roll(300));
    let cases = [
        (
            "BC001",
            planted(
                "BC001",
                |dice| {
                    let (a, b) = two(dice);
                    format!(
                        "# II.1\nToàn xã có {a} tổ liên gia.\n# II.4\nĐến nay có {b} tổ liên gia."
                    )
                },
                |dice| {
                    let (a, _) = two(dice);
                    format!(
                        "# II.1\nToàn xã có {a} tổ liên gia.\n# II.4\nĐến nay có {a} tổ liên gia; tại thôn Bến có 3 tổ liên gia."
                    )
                },
            ),
        ),
        (
            "BC002",
            planted(
                "BC002",
                |dice| {
                    let (a, b) = two(dice);
                    format!(
                        "# II.2\nCó {} bể nước sạch, gồm {a} bể nước xây mới và {b} bể nước sửa chữa.",
                        a + b + 10
                    )
                },
                |dice| {
                    let (a, b) = two(dice);
                    format!(
                        "# II.2\nCó {} bể nước sạch, gồm {a} bể nước xây mới và {b} bể nước sửa chữa.",
                        a + b
                    )
                },
            ),
        ),
        (
            "BC003",
            planted(
                "BC003",
                |dice| {
                    let (a, b) = two(dice);
                    format!(
                        "# II.3\nHiện có {a} tổ liên gia.\nSTT | Chỉ tiêu | Đơn vị tính | Năm 2016 | Năm 2025\n1 | Tổ liên gia | tổ | 3 | {b}"
                    )
                },
                |dice| {
                    let (a, _) = two(dice);
                    format!(
                        "# II.3\nHiện có {a} tổ liên gia.\nSTT | Chỉ tiêu | Đơn vị tính | Năm 2016 | Năm 2025\n1 | Tổ liên gia | tổ | 3 | {a}"
                    )
                },
            ),
        ),
        (
            "BC004",
            planted(
                "BC004",
                |dice| {
                    format!(
                        "# II.5\nCó {}/100 hộ đăng ký (đạt {},5 %).",
                        50 + dice.roll(20),
                        75 + dice.roll(20)
                    )
                },
                |dice| {
                    let a = 50 + dice.roll(40);
                    format!("# II.5\nCó {a}/100 hộ đăng ký (đạt {a} %).")
                },
            ),
        ),
        (
            "BC006",
            planted(
                "BC006",
                |dice| {
                    let (a, b) = two(dice);
                    format!(
                        "# II.3\nTT | Thôn | Số loa\n1 | Bến | {a}\n2 | Đồi | {b}\n | Tổng cộng | {}",
                        a + b + 9
                    )
                },
                |dice| {
                    let (a, b) = two(dice);
                    format!(
                        "# II.3\nTT | Thôn | Số loa\n1 | Bến | {a}\n2 | Đồi | {b}\n | Tổng cộng | {}",
                        a + b
                    )
                },
            ),
        ),
        (
            "BC021",
            planted(
                "BC021",
                |dice| {
                    format!(
                        "# II.2\nCấp phát {},{}00 tờ rơi.",
                        1 + dice.roll(8),
                        1 + dice.roll(8)
                    )
                },
                |dice| {
                    format!(
                        "# II.2\nCấp phát {}.{}00 tờ rơi.",
                        1 + dice.roll(8),
                        1 + dice.roll(8)
                    )
                },
            ),
        ),
    ];
    for (code, count) in &cases {
        print(code, count);
    }
    for (code, count) in &cases {
        assert!(count.recall() >= 0.9 && count.false_findings <= 1, "{code}");
    }
}

/// A paragraph with a fifth of its words changed, or with other names, or word for word.
fn changed(text: &str, how: &str, dice: &mut Dice) -> String {
    match how {
        "edited" => {
            let words = text
                .split(' ')
                .map(|word| if dice.roll(5) == 0 { "khác" } else { word });
            words.collect::<Vec<_>>().join(" ")
        }
        "renamed" => text.replace("Vân Khê", "Mường Lạng").replace("12", "31"),
        _ => text.to_owned(),
    }
}

fn copies(how: &str, seed: u64) -> Count {
    const PAIRS: usize = 50;
    let mut dice = Dice::new(seed);
    let mut texts: Vec<String> = Vec::new();
    for pair in 0..PAIRS {
        let own: Vec<String> = (0..4).map(|_| dice.sentence(24)).collect();
        let copied = format!("Tại xã Vân Khê có 12 nhóm. {}", own.join(" "));
        let other = changed(&copied, how, &mut dice);
        for (side, passage) in [copied, other].into_iter().enumerate() {
            texts.push(format!(
                "{}# II.3\n{passage}\n",
                report(pair * 2 + side, 6, 6).text
            ));
        }
    }
    let reports: Vec<Written> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| written(&report(number, 1, 1).name, text))
        .collect();
    let all = consolidated(&outline(&outline_lines(6)), "", &reports, &[]);
    let mut count = Count {
        planted: PAIRS,
        ..Count::default()
    };
    for finding in all
        .findings
        .iter()
        .filter(|finding| finding.code == "BC010")
    {
        let mut files: Vec<usize> = finding.places.iter().map(|place| place.file).collect();
        files.sort_unstable();
        files.dedup();
        match files[..] {
            [one, other] if one % 2 == 0 && other == one + 1 => count.found += 1,
            _ => count.false_findings += 1,
        }
    }
    count
}

#[test]
fn planted_copies_are_found() {
    let cases = [("verbatim", 0.98), ("edited", 0.9), ("renamed", 0.98)];
    let counts = cases.map(|(how, least)| (how, least, copies(how, 5)));
    for (how, _, count) in &counts {
        print(&format!("BC010 {how}"), count);
    }
    for (how, least, count) in &counts {
        assert!(
            count.recall() >= *least && count.false_findings == 0,
            "{how}"
        );
    }
}

/// What every writer of the genre says, in the order and number that each likes.
const BOILERPLATE: &[&str] = &[
    "Cấp ủy, chính quyền đã quan tâm lãnh đạo, chỉ đạo, các ban, ngành, đoàn thể tích cực phối hợp thực hiện nhiệm vụ.",
    "Nhận thức của cán bộ, đảng viên và Nhân dân về xây dựng tổ tự quản được nâng lên rõ rệt.",
    "Tình hình an ninh chính trị, trật tự an toàn xã hội trên địa bàn cơ bản ổn định.",
    "Đời sống vật chất và tinh thần của Nhân dân từng bước được cải thiện.",
    "Công tác tuyên truyền được triển khai thường xuyên với nhiều hình thức phong phú, phù hợp với từng đối tượng.",
    "Kinh phí bảo đảm cho hoạt động còn hạn chế, trang bị phương tiện còn thiếu.",
    "Một số cấp ủy, chính quyền chưa thực sự quan tâm chỉ đạo công tác này.",
    "Trình độ dân trí không đồng đều, đời sống của một bộ phận Nhân dân còn khó khăn.",
    "Tiếp tục tăng cường sự lãnh đạo của cấp ủy, nâng cao hiệu lực quản lý của chính quyền các cấp.",
    "Đẩy mạnh tuyên truyền, vận động Nhân dân chấp hành chủ trương của Đảng, chính sách, pháp luật của Nhà nước.",
];

#[test]
fn boilerplate_is_no_copy() {
    const REPORTS: usize = 200;
    let mut dice = Dice::new(3);
    let reports: Vec<Written> = (0..REPORTS)
        .map(|number| {
            let said: Vec<&str> = (0..4).map(|_| dice.pick(BOILERPLATE)).collect();
            let base = report(number, 6, 6);
            written(
                &base.name,
                &format!("{}# II.6\n{}\n", base.text, said.join(" ")),
            )
        })
        .collect();
    let all = consolidated(&outline(&outline_lines(6)), "", &reports, &[]);
    let found: usize = all
        .findings
        .iter()
        .filter(|finding| finding.code == "BC010")
        .map(|finding| finding.places.len())
        .sum();
    let count = Count {
        planted: 0,
        found: 0,
        false_findings: found,
    };
    print("BC010 boilerplate in 200 reports", &count);
    assert!(found * 100 <= REPORTS, "at most one report in a hundred");
}
