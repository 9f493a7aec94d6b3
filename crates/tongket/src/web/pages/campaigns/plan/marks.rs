//! Where in the document everything stands that was read from it.

use tongket_reader::Span;

use crate::web::pages::campaigns::document::Mark;
use crate::web::pages::campaigns::draft::Draft;
use crate::web::plans::ReadPlan;

/// The objects of a document's own words: key of the name, what it says, where.
pub(super) fn said_of_itself(read: &ReadPlan) -> Vec<(&'static str, String, Span)> {
    let document = &read.plan.document;
    let texts = [
        ("issuer", &document.issuer),
        ("code", &document.code),
        ("subject", &document.subject),
    ];
    let mut facts: Vec<(&'static str, String, Span)> = texts
        .into_iter()
        .filter_map(|(name, text)| {
            text.as_ref()
                .map(|text| (name, text.value.clone(), text.span))
        })
        .collect();
    if let Some(date) = &document.date {
        let said = tongket_core::moment::day(date.value);
        facts.push(("date", said.vi, date.span));
    }
    if let Some(period) = &document.period {
        let years = format!("{} – {}", period.value.from, period.value.to);
        facts.push(("period", years, period.span));
    }
    let signature = document.signature.as_ref();
    if let Some(name) = signature.and_then(|signature| signature.name.as_ref()) {
        facts.push(("signer", name.value.clone(), name.span));
    }
    facts
}

/// Everything that was read from the text, and from where.
pub(super) fn marks(draft: &Draft, read: &ReadPlan) -> Vec<Mark> {
    let proposal = draft.proposal();
    let mut marks = Vec::new();
    let mut mark = |span: Span, kind, object: String| {
        if !span.is_empty() {
            marks.push(Mark {
                span: span.trim(read.source.text()),
                kind,
                object,
            });
        }
    };
    for (name, _, span) in said_of_itself(read) {
        mark(span, "", format!("f-{name}"));
    }
    for task in &proposal.tasks {
        if let Some(span) = task.span {
            mark(span, "task", format!("t-{}", task.id));
        }
        let of_plan = read.plan.tasks.iter().find(|known| known.id == task.id);
        if let Some(deadline) = of_plan.and_then(|task| task.deadline.as_ref()) {
            mark(deadline.span, "deadline", format!("d-{}", task.id));
        }
    }
    let used: Vec<usize> = draft.groups().map(|(at, _)| at).collect();
    for task in &read.plan.tasks {
        for unit in &task.units {
            let same = |at: &&usize| proposal.groups[**at].as_written == unit.value;
            if let Some(at) = used.iter().find(same) {
                mark(unit.span, "unit", format!("g-{at}"));
            }
        }
    }
    for (at, item) in proposal.outline.walk().into_iter().enumerate() {
        mark(item.span, "outline", format!("m-{at}"));
    }
    for occasion in &proposal.occasions {
        if let Some(span) = occasion.span {
            mark(span, "event", format!("e-{}", occasion.id));
        }
    }
    for (at, unclaimed) in read.plan.unclaimed.iter().enumerate() {
        mark(unclaimed.span, "unclaimed", format!("n-{at}"));
    }
    for (at, finding) in read.diagnostics.iter().enumerate() {
        mark(finding.span, "diagnostic", format!("x-{at}"));
    }
    marks
}
