//! The program as a black box: what it prints, what it writes, how it ends.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use assert_cmd::Command;
use rust_decimal::Decimal;
use serde_json::Value;

fn tongket(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tongket"))
        .args(arguments)
        .output()
        .expect("it starts")
}

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples/son-hai")
        .join(name);
    path.to_string_lossy().into_owned()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder that is removed with the test, holding one file.
fn holding(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("it is written");
    (folder, path)
}

/// One refusal: the file's content, the code it is refused with.
#[track_caller]
fn refuses(name: &str, bytes: &[u8], code: &str) {
    let (_folder, path) = holding(name, bytes);
    let output = tongket(&["plan", "text", &path.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains(code), "{}", said(&output));
    assert!(printed(&output).is_empty());
}

#[test]
fn bad_files_are_refused_with_a_sentence_and_a_code() {
    refuses("rong.docx", b"", "TL001");
    refuses("hong.docx", b"PK\x03\x04 and then nothing of use", "TL002");
    refuses(
        "trang.doc",
        b"<!DOCTYPE html><html><body><p>Ke hoach</p></body></html>",
        "TL004",
    );
    refuses("anh.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "TL009");
}

#[test]
fn a_secret_document_is_refused_and_nothing_of_it_is_repeated() {
    let text = "UBND TỈNH SƠN HẢI\nTỐI MẬT\nKẾ HOẠCH\nbố trí lực lượng ở cửa sông\n";
    let (_folder, path) = holding("ke-hoach.txt", text.as_bytes());
    for command in ["text", "read", "check"] {
        let output = tongket(&["plan", command, &path.to_string_lossy()]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains("TL030"));
        let all = printed(&output) + &said(&output);
        assert!(
            !all.contains("lực lượng") && !all.contains("cửa sông"),
            "{all}"
        );
    }
}

#[test]
fn a_missing_file_and_a_wrong_word_end_with_two() {
    assert_eq!(
        tongket(&["plan", "read", "khong-co.docx"]).status.code(),
        Some(2)
    );
    assert_eq!(tongket(&["tong-hop"]).status.code(), Some(2));
    assert_eq!(tongket(&["explain", "KH999"]).status.code(), Some(2));
}

#[test]
fn every_code_explains_itself() {
    let list = printed(&tongket(&["explain"]));
    let codes: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(codes.len() >= 40, "{list}");
    for code in codes {
        let output = tongket(&["explain", code]);
        assert!(output.status.success());
        assert!(printed(&output).contains(code), "{code}");
    }
}

#[test]
fn plan_read_keeps_the_contract() {
    let plan = example("ke-hoach.docx");
    let output = tongket(&["plan", "read", &plan, "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["schema"], "tongket/plan/1");
    assert_eq!(json["source"]["format"], "docx");
    assert_eq!(json["source"]["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(json["document"]["code"], "27/KH-UBND");
    assert_eq!(json["document"]["date"], "2026-03-09");
    let text = printed(&tongket(&["plan", "text", &plan]));
    let tasks = json["tasks"].as_array().expect("tasks");
    assert!(!tasks.is_empty());
    for task in tasks {
        let words = slice(&text, &task["span"]);
        assert!(!words.is_empty(), "{task}");
        if let Some(deadline) = task["deadline"]["text"].as_str() {
            assert!(squeezed(&text).contains(deadline), "{deadline}");
        }
    }
}

/// The words that a span of the JSON covers.
fn slice<'a>(text: &'a str, span: &Value) -> &'a str {
    let at = |index: usize| span[index].as_u64().and_then(|at| usize::try_from(at).ok());
    let (start, end) = (at(0).expect("a start"), at(1).expect("an end"));
    text.get(start..end).expect("on character boundaries")
}

#[test]
fn plan_check_speaks_both_languages_and_sarif() {
    let plan = example("ke-hoach.docx");
    let vi = tongket(&["plan", "check", &plan]);
    let en = tongket(&["--lang", "en", "plan", "check", &plan]);
    assert!(matches!(vi.status.code(), Some(0 | 1)));
    assert_ne!(printed(&vi), printed(&en));
    let sarif = tongket(&["plan", "check", &plan, "--format", "sarif"]);
    let json: Value = serde_json::from_slice(&sarif.stdout).expect("JSON");
    assert_eq!(json["version"], "2.1.0");
}

#[test]
fn the_demo_finds_what_was_planted() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("ket-qua");
    let output = tongket(&["demo", "--no-serve", "--out", &out.to_string_lossy()]);
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{}",
        said(&output)
    );
    for name in [
        "bao-cao-tong-hop.docx",
        "bao-cao-tong-hop.pdf",
        "so-lieu.xlsx",
        "cong-van-don-doc.docx",
    ] {
        assert!(
            fs::metadata(out.join(name)).is_ok_and(|file| file.len() > 2_000),
            "{name}"
        );
    }
    let run: Value =
        serde_json::from_slice(&fs::read(out.join("run.json")).expect("run.json")).expect("JSON");
    assert_eq!(run["schema"], "tongket/run/1");
    assert_units(&run);
    assert_findings(&run);
    assert_places(&run, &out);
}

/// A server that ends with its test.
struct Served(std::process::Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_example_is_served_with_its_people() {
    serves(&[], "http://127.0.0.1:");
}

#[test]
fn a_whole_province_is_served_with_one_account_told_for_all() {
    serves(&["--units", "40"], "ansondong.ld");
    serves(&["--units", "18"], "http://127.0.0.1:");
    let few = tongket(&["demo", "--units", "9"]);
    assert_eq!(few.status.code(), Some(2), "{}", said(&few));
}

/// The example's server starts and prints this.
#[track_caller]
fn serves(more: &[&str], wanted: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = std::process::Command::new(env!("CARGO_BIN_EXE_tongket"))
        .args(["demo", "--listen", "127.0.0.1:0"])
        .args(more)
        .arg("--out")
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut server = Served(server);
    let stdout = server.0.stdout.take().expect("it prints");
    let mut printed = String::new();
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        printed.push_str(&line);
        if line.contains(wanted) {
            return;
        }
    }
    let mut said = String::new();
    let stderr = server.0.stderr.as_mut().expect("it complains");
    stderr.read_to_string(&mut said).expect("text");
    panic!("{printed}\n{said}");
}

fn assert_units(run: &Value) {
    let units = run["units"].as_array().expect("units");
    let with = |state: &str| {
        let named = units.iter().filter(|unit| unit["state"] == state);
        named
            .map(|unit| unit["name"].as_str().unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(units.len(), 16);
    assert_eq!(with("late"), ["xã Suối Trầm"]);
    assert_eq!(with("unreadable"), ["xã Kim Thủy Đông"]);
    assert_eq!(
        with("missing"),
        [
            "Sở Tài chính tỉnh Sơn Hải",
            "Sở Văn hóa, Thể thao và Du lịch tỉnh Sơn Hải",
            "xã An Phước Hạ"
        ]
    );
}

/// Each planted fault is found, with its unit.
fn assert_findings(run: &Value) {
    let findings = run["findings"].as_array().expect("findings");
    let planted = [
        ("contradiction", "xã Vân Khê"),
        ("contradiction", "xã Đông Giang"),
        ("contradiction", "xã Thạch Đà"),
        ("outlier", "xã Thạch Đà"),
        ("copy", "xã Hòa Bình Thượng"),
        ("stale", "xã Đông Giang"),
        ("out_of_period", "xã Thạch Đà"),
        ("uncovered", "xã Thạch Đà"),
        ("unplaced", "xã Phú Lộc Sơn"),
        ("unknown_unit", "Ủy ban nhân dân xã Tân Lập"),
    ];
    for (kind, unit) in planted {
        let found = findings.iter().any(|finding| {
            let places = finding["places"].as_array();
            finding["kind"] == kind
                && (places.is_some_and(|places| places.iter().any(|place| place["unit"] == unit))
                    || finding["message"]
                        .as_str()
                        .is_some_and(|message| message.contains(unit)))
        });
        assert!(found, "{kind} of {unit} in {findings:#?}");
    }
}

/// Every total is the sum of its contributions, and each of those stands where it says.
fn assert_places(run: &Value, out: &Path) {
    let mut texts: HashMap<&str, String> = HashMap::new();
    let sections = run["sections"].as_array().expect("sections");
    for figure in sections
        .iter()
        .flat_map(|section| list(&section["figures"]))
    {
        let mut sum = Decimal::ZERO;
        for contribution in list(&figure["contributions"]) {
            let file = contribution["file"].as_str().expect("a file");
            let text = texts.entry(file).or_insert_with(|| {
                let path = out.join("dau-vao/reports").join(file);
                printed(&tongket(&["plan", "text", &path.to_string_lossy()]))
            });
            let words = squeezed(slice(text, &contribution["span"]));
            assert_eq!(
                words,
                squeezed(contribution["text"].as_str().expect("words"))
            );
            sum += number(&contribution["value"]);
        }
        assert!(
            figure["total"].is_null() || number(&figure["total"]) == sum,
            "{figure:#}"
        );
    }
}

fn number(value: &Value) -> Decimal {
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .expect("a decimal")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list(value: &Value) -> Vec<&Value> {
    value
        .as_array()
        .map(|list| list.iter().collect())
        .unwrap_or_default()
}

mod audit {
    //! `tongket audit verify` on a data directory.

    use super::*;
    use tongket_core::event::Event;
    use tongket_store::{Done, Store, StoreError};

    /// A data directory with three events, the second changed behind the program where asked.
    fn data(tampered: bool) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let file = folder.path().join("tongket.db");
            let store = Store::open(&file, jiff::Timestamp::UNIX_EPOCH)
                .await
                .expect("a new file opens");
            for subject in ["a", "b", "c"] {
                let event = Event {
                    seq: 0,
                    at_ms: 0,
                    actor: String::new(),
                    act: "unit.import".to_owned(),
                    subject_kind: "unit".to_owned(),
                    subject: subject.to_owned(),
                    unit: None,
                    data: Value::Null,
                };
                let act = store.act::<(), StoreError>(move |_| {
                    Box::pin(async move { Ok(Done::new((), event)) })
                });
                act.await.expect("it is told");
            }
            if tampered {
                let act = store.act::<(), StoreError>(|tx| {
                    Box::pin(async move {
                        tx.tamper_for_test("UPDATE event SET subject = 'z' WHERE seq = 2")
                            .await?;
                        Ok(Done::already(()))
                    })
                });
                act.await.expect("the hand that tampers");
            }
            store.close().await;
        });
        folder
    }

    /// The exit code and what is printed.
    fn verify(folder: &Path, more: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongket"));
        let output = command
            .args(["audit", "verify", "--data"])
            .arg(folder)
            .args(more)
            .output()
            .expect("it runs");
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.code(),
            String::from_utf8_lossy(&text).into_owned(),
        )
    }

    #[test]
    fn a_whole_audit_a_broken_one_and_none() {
        let sound = data(false);
        let (code, said) = verify(sound.path(), &[]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.starts_with("Nhật ký nguyên vẹn: 3 sự kiện"), "{said}");
        let end = said.trim().rsplit(' ').next().expect("an end").to_owned();
        assert_eq!(verify(sound.path(), &["--noted", &end]).0, Some(0));
        let longer = end.replacen("3:", "4:", 1);
        assert_eq!(verify(sound.path(), &["--noted", &longer]).0, Some(1));
        assert_eq!(verify(sound.path(), &["--noted", "ba"]).0, Some(2));
        let (code, said) = verify(data(true).path(), &[]);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("từ sự kiện số 2"), "{said}");
        let empty = tempfile::tempdir().expect("a folder");
        let (code, said) = verify(empty.path(), &[]);
        assert_eq!(code, Some(2), "{said}");
        assert!(!empty.path().join("tongket.db").exists());
    }
}
