use std::collections::HashSet;

use proptest::prelude::*;

use super::compose::{Fresh, Line, Shape};
use super::markup::{self, Sheet};
use super::moved::{answered, followed};
use super::refresh::first;
use super::*;

/// A section brought up to date of whose pieces none stands in another section.
fn refresh(base: &[Piece], edited: &str, fresh: &Fresh) -> Refreshed {
    refresh::refresh(base, edited, fresh, &Elsewhere::default())
}

/// A source in version `ordinal` of a unit's report.
fn source(unit: &str, ordinal: u32, words: &str, value: Option<i64>) -> Source {
    Source {
        unit: unit.to_owned(),
        report: format!("r-{unit}"),
        submission: format!("{unit}-{ordinal}"),
        ordinal,
        item: "II".to_owned(),
        words: words.to_owned(),
        cell: None,
        value: value.map(Decimal::from),
        measure: String::new(),
    }
}

fn sentence(key: &str, line: &str, text: &str) -> Piece {
    Piece {
        key: key.to_owned(),
        line: line.to_owned(),
        kind: Kind::Sentence,
        text: text.to_owned(),
        sources: vec![source("vankhe", 1, text, None)],
        news: None,
    }
}

fn frame(key: &str, line: &str, text: &str) -> Piece {
    Piece {
        kind: Kind::Frame,
        sources: Vec::new(),
        ..sentence(key, line, text)
    }
}

fn line(key: &str, pieces: Vec<Piece>) -> Line {
    Line {
        key: key.to_owned(),
        shape: Shape::Paragraph,
        pieces,
    }
}

fn fresh(lines: Vec<Line>) -> Fresh {
    Fresh {
        lines,
        ..Fresh::default()
    }
}

/// "- Xã Vân Khê:" and its sentences, each "key text".
fn van_khe(sentences: &[(&str, &str)]) -> Fresh {
    let mut pieces = vec![frame("u", "u", "- Xã Vân Khê:")];
    pieces.extend(sentences.iter().map(|(key, text)| sentence(key, "u", text)));
    fresh(vec![line("u", pieces)])
}

/// What stands in a section, and the news of its pieces.
fn told(refreshed: &Refreshed) -> String {
    let news = refreshed.pieces.iter().filter_map(|piece| {
        let news = piece.news.as_ref()?;
        let before = news.before.as_ref().map(|before| before.text.as_str());
        Some(format!(
            "\n{}: {:?} {}",
            piece.key,
            news.kind,
            before.unwrap_or("")
        ))
    });
    markup::words(&refreshed.html) + &news.collect::<String>()
}

const TWO: [(&str, &str); 2] = [("a", "Đã tuần tra 12 lượt."), ("b", "Dân cư thưa.")];

#[test]
fn what_nobody_touched_follows_and_says_so() {
    let base = first(&van_khe(&TWO));
    assert_eq!(
        markup::words(&base.html),
        "- Xã Vân Khê: Đã tuần tra 12 lượt. Dân cư thưa."
    );
    let now = van_khe(&[("a", "Đã tuần tra 15 lượt."), TWO[1]]);
    let refreshed = refresh(&base.pieces, &base.html, &now);
    assert_eq!(
        told(&refreshed),
        "- Xã Vân Khê: Đã tuần tra 15 lượt. Dân cư thưa.\na: Followed Đã tuần tra 12 lượt."
    );
    let back = refresh(&refreshed.pieces, &refreshed.html, &van_khe(&TWO));
    assert_eq!(back, base, "what is as it was is no news");
}

#[test]
fn an_edit_stays_and_says_what_changed() {
    let base = first(&van_khe(&TWO));
    let edited = base.html.replace("12 lượt", "12 lượt, an toàn");
    let now = van_khe(&[("a", "Đã tuần tra 15 lượt."), TWO[1]]);
    let refreshed = refresh(&base.pieces, &edited, &now);
    assert_eq!(refreshed.html, edited);
    assert_eq!(
        told(&refreshed),
        "- Xã Vân Khê: Đã tuần tra 12 lượt, an toàn. Dân cư thưa.\na: Kept Đã tuần tra 12 lượt."
    );
    let again = refresh(&refreshed.pieces, &refreshed.html, &now);
    assert_eq!(again, refreshed);
}

#[test]
fn what_the_sources_come_to_say_as_somebody_wrote_it_follows_from_then_on() {
    let base = first(&van_khe(&TWO));
    let edited = base.html.replace("12 lượt", "15 lượt");
    let now = van_khe(&[("a", "Đã tuần tra 15 lượt."), TWO[1]]);
    let agreed = refresh(&base.pieces, &edited, &now);
    assert_eq!(agreed.html, edited);
    let later = van_khe(&[("a", "Đã tuần tra 18 lượt."), TWO[1]]);
    let followed = refresh(&agreed.pieces, &agreed.html, &later);
    assert_eq!(
        told(&followed),
        "- Xã Vân Khê: Đã tuần tra 18 lượt. Dân cư thưa.\na: Followed Đã tuần tra 12 lượt."
    );
}

#[test]
fn what_lost_its_source_stays_until_somebody_decides() {
    let base = first(&van_khe(&TWO));
    let refreshed = refresh(&base.pieces, &base.html, &van_khe(&TWO[1..]));
    assert_eq!(refreshed.html, base.html);
    assert_eq!(
        told(&refreshed),
        "- Xã Vân Khê: Đã tuần tra 12 lượt. Dân cư thưa.\na: Gone Đã tuần tra 12 lượt."
    );
    let returned = refresh(&refreshed.pieces, &refreshed.html, &van_khe(&TWO));
    assert_eq!(returned, base);
}

#[test]
fn what_is_new_enters_beside_its_neighbours_and_in_its_line() {
    let base = first(&van_khe(&TWO));
    let edited = format!("<p>Lời mở.</p>{}<p>Lời kết.</p>", base.html);
    let mut now = van_khe(&[TWO[0], ("c", "Có 3 bến."), TWO[1]]);
    now.lines.push(line(
        "m",
        vec![
            frame("m", "m", "- Xã Mường Lạng:"),
            sentence("d", "m", "Tốt."),
        ],
    ));
    let refreshed = refresh(&base.pieces, &edited, &now);
    assert_eq!(
        told(&refreshed),
        "Lời mở. - Xã Vân Khê: Đã tuần tra 12 lượt. Có 3 bến. Dân cư thưa. \
         - Xã Mường Lạng: Tốt. Lời kết.\nc: Entered \nd: Entered "
    );
}

#[test]
fn what_was_left_out_stays_out() {
    let base = first(&van_khe(&TWO));
    let edited = "<p>Tất cả viết lại.</p>";
    let refreshed = refresh(&base.pieces, edited, &van_khe(&TWO));
    assert_eq!(told(&refreshed), "Tất cả viết lại.");
    let now = van_khe(&[("a", "Đã tuần tra 15 lượt."), TWO[1]]);
    let refreshed = refresh(&refreshed.pieces, edited, &now);
    assert_eq!(
        told(&refreshed),
        "Tất cả viết lại.\na: Kept Đã tuần tra 12 lượt."
    );
}

#[test]
fn what_a_second_unit_says_too_moves_to_the_shared_lines() {
    let base = first(&van_khe(&TWO));
    let shared = vec![
        frame("a-l", "a", "- Xã Vân Khê, xã Mường Lạng:"),
        sentence("a", "a", TWO[0].1),
    ];
    let own = vec![
        frame("u", "u", "- Xã Vân Khê:"),
        sentence("b", "u", TWO[1].1),
    ];
    let now = fresh(vec![line("a", shared.clone()), line("u", own)]);
    let refreshed = refresh(&base.pieces, &base.html, &now);
    assert_eq!(
        markup::words(&refreshed.html),
        "- Xã Vân Khê, xã Mường Lạng: Đã tuần tra 12 lượt. - Xã Vân Khê: Dân cư thưa."
    );
    // Where nothing is left under the unit's name, the name goes with it.
    let base = first(&van_khe(&TWO[..1]));
    let refreshed = refresh(&base.pieces, &base.html, &fresh(vec![line("a", shared)]));
    assert_eq!(
        markup::words(&refreshed.html),
        "- Xã Vân Khê, xã Mường Lạng: Đã tuần tra 12 lượt."
    );
}

#[test]
fn a_figure_says_who_changed_it() {
    let figure = |values: &[(&str, u32, i64)]| {
        let sources: Vec<Source> = values
            .iter()
            .map(|(unit, ordinal, value)| {
                source(unit, *ordinal, &format!("{value} tổ"), Some(*value))
            })
            .collect();
        let sum: i64 = values.iter().map(|(_, _, value)| value).sum();
        let piece = Piece {
            kind: Kind::Figure,
            sources,
            ..sentence("f", "f", &format!("{sum} tổ"))
        };
        fresh(vec![line("f", vec![piece])])
    };
    let base = first(&figure(&[("vankhe", 1, 12), ("muonglang", 1, 8)]));
    let now = figure(&[("vankhe", 2, 15), ("muonglang", 1, 8), ("donggiang", 1, 4)]);
    let refreshed = refresh(&base.pieces, &base.html, &now);
    let figure = &refreshed.pieces[0];
    assert_eq!(figure.sum(), Some(Decimal::from(27)));
    let changes: Vec<_> = figure
        .changes()
        .iter()
        .map(|change| {
            let value = |source: Option<&Source>| source.map(|source| source.words.clone());
            let unit = change
                .after
                .or(change.before)
                .map(|source| source.unit.clone());
            (
                unit.unwrap_or_default(),
                value(change.before),
                value(change.after),
            )
        })
        .collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        changes,
        [
            ("vankhe".to_owned(), some("12 tổ"), some("15 tổ")),
            ("donggiang".to_owned(), None, some("4 tổ")),
        ]
    );
}

#[test]
fn somebody_decides_about_what_is_news() {
    let base = first(&van_khe(&TWO));
    let edited = base.html.replace("12 lượt", "12 lượt, an toàn");
    let now = van_khe(&[("a", "Đã tuần tra 15 lượt."), TWO[1]]);
    let kept = refresh(&base.pieces, &edited, &now);
    let follow = answer(&kept.pieces, &kept.html, "a", Answer::Follow);
    assert_eq!(
        told(&follow),
        "- Xã Vân Khê: Đã tuần tra 15 lượt. Dân cư thưa."
    );
    let seen = answer(&kept.pieces, &kept.html, "", Answer::Seen);
    assert_eq!(
        told(&seen),
        "- Xã Vân Khê: Đã tuần tra 12 lượt, an toàn. Dân cư thưa."
    );
    let gone = refresh(&base.pieces, &base.html, &van_khe(&TWO[1..]));
    let own = answer(&gone.pieces, &gone.html, "a", Answer::Seen);
    assert_eq!(
        told(&own),
        "- Xã Vân Khê: Đã tuần tra 12 lượt. Dân cư thưa."
    );
    assert!(
        runs(&own.html).iter().any(|run| run.key.is_none()),
        "{}",
        own.html
    );
    let dropped = answer(&gone.pieces, &gone.html, "a", Answer::Drop);
    assert_eq!(told(&dropped), "- Xã Vân Khê: Dân cư thưa.");
}

/// A section from which a piece was cut, and another into which it was pasted behind words of one's own.
fn cut(html: &str, key: &str) -> (String, String) {
    let sheet = Sheet::read(html);
    let (_, mark) = sheet.of(key).next().expect("a piece");
    let other = format!("<p>Lời mở. {}</p>", &html[mark.outer.clone()]);
    let mut home = html.to_owned();
    home.replace_range(mark.outer.clone(), "");
    (home, other)
}

/// Two sections brought up to date, the second with guests alone.
fn both(base: &[Piece], home: &str, other: &str, fresh: &Fresh) -> (Refreshed, String) {
    let elsewhere = Elsewhere::of(guests(other, &[]));
    let refreshed = refresh::refresh(base, home, fresh, &elsewhere);
    let other = followed(other, &refreshed.follow);
    (refreshed, other)
}

#[test]
fn what_was_moved_to_another_section_follows_there() {
    let base = first(&van_khe(&TWO));
    let (home, other) = cut(&base.html, "a");
    let now = van_khe(&[("a", "Đã tuần tra 15 lượt."), TWO[1]]);
    let (refreshed, there) = both(&base.pieces, &home, &other, &now);
    assert_eq!(refreshed.html, home, "it does not come back");
    assert_eq!(
        told(&refreshed),
        "- Xã Vân Khê: Dân cư thưa.\na: Followed Đã tuần tra 12 lượt."
    );
    assert_eq!(markup::words(&there), "Lời mở. Đã tuần tra 15 lượt.");
    // Nothing new at the source, nothing new in the draft.
    let (again, same) = both(&refreshed.pieces, &refreshed.html, &there, &now);
    assert_eq!((again.pieces, same), (refreshed.pieces, there));
    let (unchanged, same) = both(&base.pieces, &home, &other, &van_khe(&TWO));
    assert_eq!((unchanged.pieces, same), (base.pieces, other));
}

#[test]
fn a_line_that_was_moved_whole_follows_with_the_count_before_it() {
    let of = |count: &str| {
        let lead = frame("u", "u", count);
        let said = sentence("a", "u", "Mỗi tổ có sổ ghi chép.");
        fresh(vec![line("u", vec![lead, said])])
    };
    let base = first(&of("- 26/157 xã:"));
    let (refreshed, there) = both(&base.pieces, "", &base.html, &of("- 33/232 xã:"));
    assert_eq!(refreshed.html, "", "it does not come back");
    assert_eq!(markup::words(&there), "- 33/232 xã: Mỗi tổ có sổ ghi chép.");
    // Who wrote another lead keeps it.
    let own = base.html.replace("26/157 xã", "Một số xã");
    let (_, there) = both(&base.pieces, "", &own, &of("- 33/232 xã:"));
    assert_eq!(there, own);
}

#[test]
fn what_was_moved_and_edited_stays_and_says_what_changed() {
    let base = first(&van_khe(&TWO));
    let (home, other) = cut(&base.html, "a");
    let other = other.replace("12 lượt", "12 lượt, an toàn");
    let now = van_khe(&[("a", "Đã tuần tra 15 lượt."), TWO[1]]);
    let (refreshed, there) = both(&base.pieces, &home, &other, &now);
    assert_eq!(there, other);
    assert_eq!(
        told(&refreshed),
        "- Xã Vân Khê: Dân cư thưa.\na: Kept Đã tuần tra 12 lượt."
    );
    let news: Vec<&Piece> = refreshed.pieces.iter().filter(|it| it.key == "a").collect();
    let followed = answered(&other, &news, Answer::Follow);
    assert_eq!(markup::words(&followed), "Lời mở. Đã tuần tra 15 lượt.");
    // A copy stands twice: neither is changed, and that its source changed is told.
    let (_, copy) = cut(&base.html, "a");
    let (refreshed, there) = both(&base.pieces, &base.html, &copy, &now);
    assert_eq!((&refreshed.html, &there), (&base.html, &copy));
    assert!(told(&refreshed).ends_with("a: Kept Đã tuần tra 12 lượt."));
}

#[test]
fn what_was_moved_and_lost_its_source_waits_for_an_answer() {
    let base = first(&van_khe(&TWO));
    let (home, other) = cut(&base.html, "a");
    let (refreshed, there) = both(&base.pieces, &home, &other, &van_khe(&TWO[1..]));
    assert_eq!(there, other);
    assert_eq!(
        told(&refreshed),
        "- Xã Vân Khê: Dân cư thưa.\na: Gone Đã tuần tra 12 lượt."
    );
    let gone: Vec<&Piece> = refreshed.pieces.iter().filter(|it| it.key == "a").collect();
    assert_eq!(
        markup::words(&answered(&other, &gone, Answer::Drop)),
        "Lời mở."
    );
    let own = answered(&other, &gone, Answer::Seen);
    assert_eq!(own, "<p>Lời mở. Đã tuần tra 12 lượt.</p>");
}

#[test]
fn marks_pass_through_as_letters_and_become_marks() {
    let base = first(&van_khe(&TWO));
    let edited = base.html.replace("Dân cư thưa", "Dân cư rất thưa");
    let (mut next, mut cited) = (1, Vec::new());
    let flagged = document::flagged(&edited, &base.pieces, &mut next, &mut cited);
    assert!(!flagged.contains("span"), "{flagged}");
    let edits: Vec<bool> = cited.iter().map(|cited| cited.edited).collect();
    assert_eq!((next, edits), (3, vec![false, true]));
    let text = document::lifted(crate::issue::Text::plain(markup::words(&flagged)));
    let shown: String = text
        .0
        .iter()
        .map(|inline| match inline {
            crate::issue::Inline::Run { text, .. } => text.clone(),
            crate::issue::Inline::Mark { number } => format!("[{number}]"),
            crate::issue::Inline::Origin { .. } => String::new(),
        })
        .collect();
    assert_eq!(
        shown,
        "- Xã Vân Khê: Đã tuần tra 12 lượt[1]. Dân cư rất thưa[2]."
    );
}

/// Words of the pieces of a random section; "=" are words that people write.
const WORDS: [&str; 6] = ["tuần tra", "bến sông", "12 tổ", "a < b & c", "thôn", "hộ"];

fn any_fresh() -> impl Strategy<Value = Fresh> {
    let piece = (0..8_usize, 0..WORDS.len());
    let lines = proptest::collection::vec(proptest::collection::vec(piece, 1..4), 0..4);
    lines.prop_map(|lines| {
        let mut seen = HashSet::new();
        let lines = lines.into_iter().enumerate().map(|(at, pieces)| {
            let key = format!("l{at}");
            let pieces = pieces.into_iter().filter(|(piece, _)| seen.insert(*piece));
            let mut pieces: Vec<Piece> = pieces
                .map(|(piece, word)| sentence(&format!("p{piece}"), &key, WORDS[word]))
                .collect();
            if !pieces.is_empty() {
                pieces.insert(0, frame(&format!("{key}-l"), &key, "- Xã:"));
            }
            line(&key, pieces)
        });
        fresh(lines.filter(|line| !line.pieces.is_empty()).collect())
    })
}

/// Something that a person does to the text at some place.
#[derive(Debug, Clone)]
enum Stroke {
    Types(usize, &'static str),
    Deletes(usize),
    Splits(usize),
    Copies(usize),
    Writes(usize),
}

fn any_stroke() -> impl Strategy<Value = Stroke> {
    prop_oneof![
        (
            0..400_usize,
            prop_oneof![Just("x"), Just("ừ"), Just(" "), Just("&amp;")]
        )
            .prop_map(|(at, text)| Stroke::Types(at, text)),
        (0..400_usize).prop_map(Stroke::Deletes),
        (0..400_usize).prop_map(Stroke::Splits),
        (0..8_usize).prop_map(Stroke::Copies),
        (0..8_usize).prop_map(Stroke::Writes),
    ]
}

fn worked_on(html: &str, strokes: &[Stroke]) -> String {
    let mut html = html.to_owned();
    for stroke in strokes {
        html = stroke.done(&html);
    }
    html
}

impl Stroke {
    fn done(&self, html: &str) -> String {
        let sheet = Sheet::read(html);
        // Inside the text of pieces, at a letter's border.
        let spot = |at: usize| {
            let inner: Vec<usize> = sheet
                .marks
                .iter()
                .flat_map(|mark| mark.inner.clone())
                .filter(|at| html.is_char_boundary(*at) && !html[..*at].ends_with(['&']))
                .filter(|at| !inside_a_sign(html, *at))
                .collect();
            (!inner.is_empty()).then(|| inner[at % inner.len()])
        };
        match self {
            Stroke::Types(at, text) => match spot(*at) {
                Some(at) => format!("{}{text}{}", &html[..at], &html[at..]),
                None => format!("{html}<p>{text}x</p>"),
            },
            Stroke::Deletes(at) => match spot(*at) {
                Some(at) if !html[at..].starts_with(['&', '<']) => {
                    let letter = html[at..].chars().next().map_or(0, char::len_utf8);
                    format!("{}{}", &html[..at], &html[at + letter..])
                }
                _ => html.to_owned(),
            },
            Stroke::Splits(at) => match spot(*at) {
                Some(at) => {
                    let mark = sheet.marks.iter().find(|mark| mark.inner.contains(&at));
                    let key = mark.map_or("", |mark| &mark.key);
                    let seam = format!("</span></p><p><span data-piece=\"{key}\">");
                    format!("{}{seam}{}", &html[..at], &html[at..])
                }
                None => html.to_owned(),
            },
            Stroke::Copies(at) => match sheet.blocks.get(*at) {
                Some(block) => format!("{html}{}", &html[block.clone()]),
                None => html.to_owned(),
            },
            Stroke::Writes(at) => {
                let end = sheet.blocks.get(*at).map_or(html.len(), |block| block.end);
                format!("{}<p>Lời riêng {at}.</p>{}", &html[..end], &html[end..])
            }
        }
    }
}

fn inside_a_sign(html: &str, at: usize) -> bool {
    let before = html[..at].rfind('&');
    before.is_some_and(|sign| !html[sign..at].contains(';'))
}

/// The pieces whose words people wrote: of several marks, or not as they were composed.
fn touched(html: &str, base: &[Piece]) -> HashSet<String> {
    let sheet = Sheet::read(html);
    let is_touched = |key: &str| {
        let marks: Vec<_> = sheet.of(key).collect();
        let piece = base.iter().find(|piece| piece.key == key);
        match (marks.as_slice(), piece) {
            ([(_, only)], Some(piece)) => {
                sheet.words(only.inner.clone()) != markup::folded(&piece.text)
            }
            ([_], None) => false,
            _ => true,
        }
    };
    let keys = sheet.marks.iter().map(|mark| &mark.key);
    keys.filter(|key| is_touched(key)).cloned().collect()
}

/// All that people wrote: the words outside pieces and of pieces that they touched.
fn written(html: &str, touched: &HashSet<String>) -> String {
    let own = runs(html)
        .into_iter()
        .filter(|run| run.key.as_ref().is_none_or(|key| touched.contains(key)));
    own.map(|run| run.words + " ").collect()
}

/// What people wrote in a section stands in it as it was brought up to date, though the sources may
/// say the same by now.
fn nothing_is_lost(edited: &str, base: &[Piece], refreshed: &str) -> Result<(), TestCaseError> {
    let touched = touched(edited, base);
    prop_assert_eq!(written(edited, &touched), written(refreshed, &touched));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_keystroke_is_ever_lost(
        before in any_fresh(), after in any_fresh(), last in any_fresh(),
        strokes in proptest::collection::vec(any_stroke(), 0..6),
        more in proptest::collection::vec(any_stroke(), 0..6),
    ) {
        let base = first(&before);
        let edited = worked_on(&base.html, &strokes);
        let refreshed = refresh(&base.pieces, &edited, &after);
        nothing_is_lost(&edited, &base.pieces, &refreshed.html)?;
        let edited = worked_on(&refreshed.html, &more);
        let again = refresh(&refreshed.pieces, &edited, &last);
        nothing_is_lost(&edited, &refreshed.pieces, &again.html)?;
    }

    #[test]
    fn no_keystroke_is_lost_where_sentences_were_moved(
        before in any_fresh(), after in any_fresh(), which in 0..8_usize,
        strokes in proptest::collection::vec(any_stroke(), 0..4),
        there in proptest::collection::vec(any_stroke(), 0..4),
    ) {
        let base = first(&before);
        let sheet = Sheet::read(&base.html);
        let stands = |piece: &&Piece| {
            piece.kind != Kind::Frame && sheet.of(&piece.key).next().is_some()
        };
        let standing = base.pieces.iter().filter(stands);
        let standing: Vec<String> = standing.map(|piece| piece.key.clone()).collect();
        let Some(key) = standing.get(which % standing.len().max(1)).cloned() else {
            return Ok(());
        };
        let (home, other) = cut(&base.html, &key);
        let (home, other) = (worked_on(&home, &strokes), worked_on(&other, &there));
        let (refreshed, brought) = both(&base.pieces, &home, &other, &after);
        nothing_is_lost(&home, &base.pieces, &refreshed.html)?;
        nothing_is_lost(&other, &base.pieces, &brought)?;
        prop_assert!(Sheet::read(&refreshed.html).of(&key).next().is_none(), "it stands where it was put");
    }

    #[test]
    fn with_an_unchanged_source_nothing_changes(
        before in any_fresh(), after in any_fresh(),
        strokes in proptest::collection::vec(any_stroke(), 0..6),
    ) {
        let base = first(&before);
        prop_assert_eq!(&refresh(&base.pieces, &base.html, &before), &base);
        let edited = worked_on(&base.html, &strokes);
        prop_assert_eq!(&refresh(&base.pieces, &edited, &before).html, &edited);
        let once = refresh(&base.pieces, &edited, &after);
        let twice = refresh(&once.pieces, &once.html, &after);
        prop_assert_eq!(twice, once);
    }

    #[test]
    fn what_the_sources_say_is_there_or_was_taken_out(before in any_fresh(), after in any_fresh()) {
        let base = first(&before);
        let refreshed = refresh(&base.pieces, &base.html, &after);
        let sheet = Sheet::read(&refreshed.html);
        for piece in after.pieces().filter(|piece| piece.kind != Kind::Frame) {
            let marks: Vec<_> = sheet.of(&piece.key).collect();
            prop_assert_eq!(marks.len(), 1, "{} in {}", &piece.key, &refreshed.html);
            prop_assert_eq!(sheet.words(marks[0].1.inner.clone()), markup::folded(&piece.text));
        }
        for piece in &base.pieces {
            let stands = sheet.of(&piece.key).next().is_some();
            prop_assert!(stands || piece.kind == Kind::Frame, "{} is lost", &piece.key);
        }
    }

    #[test]
    fn any_text_is_read(html in "(?s)[<>a-c/p span=\"data-iece]{0,60}") {
        let sheet = Sheet::read(&html);
        for mark in &sheet.marks {
            prop_assert!(mark.outer.start <= mark.inner.start && mark.inner.end <= mark.outer.end);
        }
        let _ = refresh(&[], &html, &van_khe(&TWO));
        let _ = without_pieces(&html);
    }
}
