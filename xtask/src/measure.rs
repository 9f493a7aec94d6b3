//! The main job at size: a plan, a thousand units, a thousand reports, one run.
//!
//! Writes a campaign of forty sections and fifty figures a report to a folder,
//! runs the release program on it and says how long it took and how much
//! memory it held at most. Every report is a little different, so that nothing
//! is easier than it would be; the same folder comes out every time.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::root;

const SECTIONS: usize = 40;
const FIGURES: usize = 50;
const THINGS: [&str; 10] = [
    "tổ tự quản",
    "buổi tuyên truyền",
    "hội nghị quán triệt",
    "mô hình",
    "lớp tập huấn",
    "cuộc kiểm tra",
    "công trình",
    "hộ nghèo",
    "nguồn tin",
    "câu lạc bộ",
];
const AREAS: [&str; 8] = [
    "trồng rừng",
    "thủy lợi",
    "chợ nông thôn",
    "nghề mộc",
    "nuôi ong",
    "đường bản",
    "nước sạch",
    "thư viện",
];

/// Runs it for `reports` reports.
pub(crate) fn run(reports: usize) -> Result<()> {
    let folder = root().join("target/measure");
    fs::create_dir_all(folder.join("reports"))?;
    fs::write(folder.join("plan.txt"), plan())?;
    fs::write(folder.join("units.csv"), units(reports))?;
    for unit in 0..reports {
        fs::write(folder.join(format!("reports/{unit:04}.txt")), report(unit))?;
    }
    let build = Command::new(env!("CARGO"))
        .args(["build", "--release", "-p", "tongket"])
        .current_dir(root())
        .status()?;
    ensure!(build.success(), "the release program does not build");
    let (took, peak) = timed(&folder)?;
    println!(
        "{reports} reports of {SECTIONS} sections and {FIGURES} figures: {took:.2?}, {} MB at most",
        peak / 1024
    );
    Ok(())
}

/// How long one run took and how many kilobytes it held at most.
fn timed(folder: &Path) -> Result<(Duration, u64)> {
    let start = Instant::now();
    let mut child = Command::new(root().join("target/release/tongket"))
        .args([
            "run",
            "plan.txt",
            "reports",
            "--units",
            "units.csv",
            "--out",
            "out",
            "--clean",
            "--no-pdf",
            "--quiet",
        ])
        .current_dir(folder)
        .spawn()
        .context("cannot start the release program")?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let high = fs::read_to_string(&status)
            .ok()
            .and_then(|text| high_water(&text));
        peak = peak.max(high.unwrap_or(0));
        if let Some(exit) = child.try_wait()? {
            ensure!(
                exit.code().is_some_and(|code| code < 2),
                "the run failed: {exit}"
            );
            return Ok((start.elapsed(), peak));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The line "VmHWM:  123456 kB".
fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn title(section: usize) -> String {
    let thing = THINGS[section % THINGS.len()];
    let area = AREAS[section / THINGS.len() % AREAS.len()];
    format!("Kết quả về {thing} trong lĩnh vực {area}")
}

fn plan() -> String {
    let mut text = String::from(
        "ỦY BAN NHÂN DÂN\nTỈNH SƠN HẢI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
         Số: 12/KH-UBND\nSơn Hải, ngày 09 tháng 3 năm 2026\n\nKẾ HOẠCH\nTổng kết 10 năm phong trào tự quản, giai đoạn 2016 - 2026\n\n\
         I. TỔ CHỨC THỰC HIỆN\n1. Ủy ban nhân dân các xã, phường\nXây dựng báo cáo theo đề cương, gửi về Ủy ban nhân dân tỉnh trước ngày 25/4/2026./.\n\n\
         TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLương Thị Hà\n\nPhụ lục\nĐỀ CƯƠNG BÁO CÁO\n(Kèm theo Kế hoạch số 12/KH-UBND ngày 09 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh)\n\n",
    );
    for section in 0..SECTIONS {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}. {}\n", section + 1, title(section));
    }
    text
}

fn units(reports: usize) -> String {
    let rows = (0..reports).map(|unit| format!("{},xã,xã,tỉnh Sơn Hải\n", name(unit)));
    "tên,loại,cấp,trực thuộc\n".to_owned() + &rows.collect::<String>()
}

/// "xã Khe Lim 17": each unit has a name of its own.
fn name(unit: usize) -> String {
    let first = [
        "Khe", "Suối", "Đồng", "Cồn", "Vạn", "Thạch", "Phú", "An", "Hòa", "Tân",
    ];
    let second = [
        "Lim", "Trầm", "Mây", "Giang", "Sơn", "Lộc", "Yên", "Đà", "Khê", "Phong",
    ];
    format!(
        "xã {} {} {}",
        first[unit % 10],
        second[unit / 10 % 10],
        unit / 100 + 1
    )
}

fn report(unit: usize) -> String {
    let name = name(unit);
    let mut text = format!(
        "ỦY BAN NHÂN DÂN\n{}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: {}/BC-UBND\nSơn Hải, ngày 20 tháng 4 năm 2026\n\n\
         BÁO CÁO\nTổng kết 10 năm phong trào tự quản, giai đoạn 2016 - 2026\n\nỦy ban nhân dân {name} báo cáo như sau:\n\n",
        name.to_uppercase(),
        unit % 300 + 10,
    );
    for section in 0..SECTIONS {
        let (thing, area) = (
            THINGS[section % THINGS.len()],
            AREAS[(unit + section) % AREAS.len()],
        );
        let value = 10 + (unit * 7 + section * 13) % 90;
        let _ = writeln!(text, "{}. {}\n", section + 1, title(section));
        let _ = writeln!(text, "Toàn xã có {value} {thing}.");
        if section < FIGURES - SECTIONS {
            let _ = writeln!(text, "Ngân sách chi {} triệu đồng.", value * 3);
        }
        let _ = writeln!(
            text,
            "Nhân dân {} hưởng ứng, việc {area} ở thôn {} có tiến bộ.\n",
            THINGS[unit % THINGS.len()],
            unit % 17 + 1
        );
    }
    text + "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn An\n"
}
