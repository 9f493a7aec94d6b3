//! A plan told to a person: who wrote it, what it orders, on which outline.

use std::fmt::Write;

use tongket_core::issue::wording::{short_date, shortened};
use tongket_reader::plan::read::Reading;
use tongket_reader::plan::{
    Deadline, Document, Event, Order, Outline, OutlineItem, OutlineKind, Role, Task,
};
use tongket_reader::{Severity, Spanned};

use crate::out::table;

/// The whole summary.
pub(crate) fn of(reading: &Reading) -> String {
    let plan = &reading.plan;
    let mut text = String::new();
    document(&mut text, &plan.document);
    tasks(&mut text, &plan.tasks);
    events(&mut text, &plan.events);
    if let Some(outline) = &plan.outline {
        items(&mut text, outline);
    }
    remainder(&mut text, reading);
    text
}

fn document(text: &mut String, document: &Document) {
    let value = |field: &Option<Spanned<String>>| {
        field
            .as_ref()
            .map_or_else(|| "—".to_owned(), |spanned| spanned.value.clone())
    };
    let date = document
        .date
        .as_ref()
        .map_or_else(|| "—".to_owned(), |date| short_date(date.value));
    let period = document.period.as_ref().map_or_else(
        || "—".to_owned(),
        |period| format!("{} - {}", period.value.from, period.value.to),
    );
    line(
        text,
        "Văn bản",
        &format!(
            "{} số {} ngày {date}",
            value(&document.kind),
            value(&document.code)
        ),
    );
    line(text, "Cơ quan ban hành", &value(&document.issuer));
    line(text, "Trích yếu", &value(&document.subject));
    line(text, "Giai đoạn", &period);
    if let Some(signer) = document
        .signature
        .as_ref()
        .and_then(|signature| signature.name.as_ref())
    {
        line(text, "Người ký", &signer.value);
    }
    line(
        text,
        "Viện dẫn",
        &format!("{} văn bản", document.references.len()),
    );
}

fn line(text: &mut String, name: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{name}: {value}");
}

fn tasks(text: &mut String, tasks: &[Task]) {
    let _ = writeln!(text, "\nNhiệm vụ ({})", tasks.len());
    if tasks.is_empty() {
        return;
    }
    let mut table = table(["", "Mục", "Đơn vị", "Vai trò", "Việc", "Thời hạn", "Gửi"]);
    for task in tasks {
        table.add_row([
            task.id.clone(),
            task.section.clone().unwrap_or_default(),
            join(&task.units),
            role(task),
            shortened(&task.action, 160),
            task.deadline.as_ref().map(deadline).unwrap_or_default(),
            route(task),
        ]);
    }
    let _ = writeln!(text, "{table}");
}

fn join(names: &[Spanned<String>]) -> String {
    names
        .iter()
        .map(|name| name.value.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}

fn role(task: &Task) -> String {
    let role = match task.role {
        Role::Lead => "chủ trì",
        Role::Coordinate => "phối hợp",
        Role::Advise => "tham mưu",
    };
    match task.order {
        Order::Assign => role.to_owned(),
        Order::Request => format!("{role} (đề nghị)"),
    }
}

fn deadline(deadline: &Deadline) -> String {
    match deadline.due {
        Some(due) => format!("{}\nhạn cuối {}", deadline.text, short_date(due)),
        None => deadline.text.clone(),
    }
}

fn route(task: &Task) -> String {
    let to = task
        .recipient
        .as_ref()
        .map(|to| to.value.clone())
        .unwrap_or_default();
    match &task.via {
        Some(via) => format!("{to} (qua {})", via.value),
        None => to,
    }
}

fn events(text: &mut String, events: &[Event]) {
    if events.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nSự kiện ({})", events.len());
    for event in events {
        let _ = writeln!(text, "  {}: {}", event.text, shortened(&event.title, 100));
    }
}

fn items(text: &mut String, outline: &Outline) {
    let all = outline.walk();
    let headings = all
        .iter()
        .filter(|item| item.kind == OutlineKind::Heading)
        .count();
    let _ = writeln!(text, "\nĐề cương: {}", outline.title);
    let _ = writeln!(
        text,
        "  {headings} đề mục, {} gợi ý nội dung",
        all.len() - headings
    );
    for item in all.iter().filter(|item| item.kind == OutlineKind::Heading) {
        heading(text, item);
    }
}

fn heading(text: &mut String, item: &OutlineItem) {
    let indent = "  ".repeat(usize::from(item.level));
    let _ = writeln!(
        text,
        "{indent}{} {}",
        item.label,
        shortened(&item.title, 100)
    );
}

fn remainder(text: &mut String, reading: &Reading) {
    let count = |severity| {
        reading
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    };
    let _ = writeln!(text, "\nChưa hiểu: {} câu", reading.plan.unclaimed.len());
    let _ = writeln!(
        text,
        "Soát lỗi: {} lỗi, {} cảnh báo, {} lưu ý (xem bằng lệnh tongket plan check)",
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Info),
    );
}
