//! Where the outline begins and ends.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::blocks::anatomy::{Segment, is_caps};
use crate::blocks::heading::Title;
use crate::blocks::level::Mark;
use crate::blocks::{Block, Flow};
use crate::span::Span;
use crate::words::fold;

/// The outline as found: its title, its extent, and the runs of blocks that hold its items.
#[derive(Debug)]
pub(super) struct Region {
    /// Its title in one line.
    pub(super) title: String,
    /// All of it, its heading and form letterhead included.
    pub(super) span: Span,
    /// The runs of blocks that hold items.
    pub(super) parts: Vec<Part>,
}

/// A run of blocks with items, and the form it belongs to.
#[derive(Debug)]
pub(super) struct Part {
    /// Ordinals of its blocks in the flow.
    pub(super) blocks: Range<usize>,
    /// "Phụ lục II" and its title, where the run is an annexed form of figures.
    pub(super) form: Option<Form>,
}

/// The heading of an annexed form.
#[derive(Debug)]
pub(super) struct Form {
    /// "Phụ lục II".
    pub(super) label: Span,
    /// Its first line.
    pub(super) line: Span,
    /// Its number, 0 where it has none.
    pub(super) ordinal: u32,
    /// What it is called.
    pub(super) title: String,
}

/// Finds the outline among the segments of a file: an annex before a passage of the letter.
pub(super) fn find(flow: &Flow, segments: &[Segment]) -> Option<Region> {
    annexed(flow, segments).or_else(|| segments.iter().find_map(|segment| in_letter(flow, segment)))
}

/// An outline in an annex or attached as a document of its own.
fn annexed(flow: &Flow, segments: &[Segment]) -> Option<Region> {
    let first = (0..segments.len()).find(|&at| {
        let segment = &segments[at];
        title_at(flow, segment, at > 0 || segment.annex.is_some()).is_some()
            || is_form(flow, segment)
    })?;
    let mut region = Region {
        title: String::new(),
        span: Span::default(),
        parts: Vec::new(),
    };
    for (at, segment) in segments.iter().enumerate().skip(first) {
        let goes_on = at == first || is_form(flow, segment) || is_its_form(flow, &region, segment);
        if !goes_on {
            break;
        }
        region.take(flow, segment, at > 0 || segment.annex.is_some());
    }
    Some(region)
}

impl Region {
    /// Adds a segment to the outline.
    fn take(&mut self, flow: &Flow, segment: &Segment, annexed: bool) {
        let form = self.form(flow, segment);
        if self.title.is_empty() {
            self.title = title_at(flow, segment, annexed)
                .map(|at| title(segment.head_of(flow).get(at..).unwrap_or_default(), flow))
                .or_else(|| form.as_ref().map(|form| form.title.clone()))
                .unwrap_or_default();
        }
        self.span = match self.parts.is_empty() {
            true => segment.span,
            false => self.span.cover(segment.span),
        };
        self.parts.push(Part {
            blocks: segment.body.clone(),
            form,
        });
    }

    /// The heading of a form of figures that follows the outline proper.
    fn form(&self, flow: &Flow, segment: &Segment) -> Option<Form> {
        if !is_form(flow, segment) {
            return None;
        }
        let annex = segment.annex.as_ref()?;
        Some(Form {
            label: annex.label,
            line: annex.label.cover(annex.title),
            ordinal: annex.ordinal,
            title: crate::plan::section::annex_title(flow, annex, segment.head_of(flow)),
        })
    }
}

/// The line of a segment's head where the title of an outline begins.
fn title_at(flow: &Flow, segment: &Segment, annexed: bool) -> Option<usize> {
    let head = segment.head_of(flow);
    let lines = || head.iter().map(|block| fold::key(flow.slice(block.span)));
    let named = lines().position(|line| line.trim_start_matches('*').starts_with("đề cương"));
    if named.is_some() || !annexed {
        return named;
    }
    let words = [
        "đề cương",
        "mẫu báo cáo",
        "gợi ý nội dung báo cáo",
        "khung báo cáo",
        "nội dung báo cáo",
    ];
    let says = |line: &String| {
        let reference = ["v/v", "về việc", "(", "kính gửi"]
            .iter()
            .any(|opening| line.starts_with(opening));
        !reference && words.iter().any(|word| line.contains(word))
    };
    let blank = |line: &String| segment.annex.is_some() && line.trim_matches('*') == "báo cáo";
    lines()
        .position(|line| says(&line))
        .or_else(|| lines().position(|line| blank(&line)))
}

/// The title that begins with the first of `head`: its lines up to brackets or a letterhead.
fn title(head: &[Block], flow: &Flow) -> String {
    let lines = head
        .iter()
        .enumerate()
        .map(|(at, block)| (at, flow.slice(block.span)));
    let own = lines.take_while(|(at, line)| {
        let caps = is_caps(line) && !line.starts_with("CỘNG H") && !line.starts_with("ĐẢNG CỘNG");
        *at == 0 || (caps && !is_issuer(line)) || (!line.starts_with('(') && !is_letterhead(line))
    });
    let line = own
        .flat_map(|(_, line)| line.split_whitespace())
        .collect::<Vec<_>>()
        .join(" ");
    let annex = ANNEX.find(&line).map_or(0, |annex| annex.end());
    let line = line.get(annex..).unwrap_or_default();
    line.trim_matches(['*', ' ', ':']).to_owned()
}

/// "CƠ QUAN, ĐƠN VỊ", "UBND XÃ …": the issuer's line of a form's letterhead.
fn is_issuer(line: &str) -> bool {
    let opens = [
        "CƠ QUAN",
        "TÊN CƠ QUAN",
        "TÊN ĐƠN VỊ",
        "ĐƠN VỊ",
        "UBND",
        "ỦY BAN",
        "UỶ BAN",
        "SỞ",
        "HUYỆN",
        "XÃ",
    ];
    opens.iter().any(|opening| line.starts_with(opening))
        || line.contains("....")
        || line.contains("……")
}

fn is_letterhead(line: &str) -> bool {
    let opens = [
        "CỘNG H",
        "ĐẢNG CỘNG",
        "Độc lập",
        "Số",
        "BÁO CÁO",
        "Kính gửi",
        "...",
        "…",
    ];
    opens.iter().any(|opening| line.starts_with(opening)) || is_caps(line)
}

/// Whether a segment is the letterhead form of an outline that has announced itself but named no item.
fn is_its_form(flow: &Flow, region: &Region, segment: &Segment) -> bool {
    let counted = |block: &Block| block.style().is_some_and(|style| !style.is_bullet());
    let named = region.parts.iter().any(|part| {
        flow.blocks
            .get(part.blocks.clone())
            .unwrap_or_default()
            .iter()
            .any(counted)
    });
    segment.annex.is_none() && !named
}

/// Whether a segment is a form of figures: titled so, with a table or indicators below.
fn is_form(flow: &Flow, segment: &Segment) -> bool {
    let Some(annex) = &segment.annex else {
        return false;
    };
    let words = [
        "biểu số liệu",
        "bảng số liệu",
        "biểu mẫu",
        "biểu tổng hợp",
        "số liệu",
        "biểu thống kê",
        "mẫu biểu",
    ];
    let lines = segment
        .head_of(flow)
        .iter()
        .map(|block| fold::key(flow.slice(block.span)));
    let titled = fold::key(flow.slice(annex.label)).starts_with("biểu")
        || lines
            .into_iter()
            .any(|line| !line.starts_with('(') && words.iter().any(|word| line.contains(word)));
    titled
        && segment
            .body_of(flow)
            .iter()
            .any(|block| block.table.is_some())
}

/// An outline inside a letter: a sentence that announces it and the items below.
fn in_letter(flow: &Flow, segment: &Segment) -> Option<Region> {
    let blocks = segment.body_of(flow);
    let at = (0..blocks.len()).find(|&at| announces(flow, blocks, at))?;
    let at = if heads(flow, blocks, at + 1) {
        at + 1
    } else {
        at
    };
    let intro = blocks.get(at)?;
    let end = items_end(flow, blocks, at);
    let first = blocks.get(at + 1)?;
    let last = blocks.get(end - 1)?;
    Some(Region {
        title: Title::of(flow, intro).line(flow),
        span: first.span.cover(last.span),
        parts: vec![Part {
            blocks: segment.body.start + at + 1..segment.body.start + end,
            form: None,
        }],
    })
}

pattern!(
    ANNEX,
    r"^(?:Phụ lục|PHỤ LỤC|phụ lục)(?:\s+(?:số\s+)?[IVX0-9]+)?\s*[:.–-]?\s*"
);

static ANNOUNCES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        đề\ cương .* : $
        | nội\ dung\ báo\ cáo .* : $
        | báo\ cáo .* (?: theo | gồm | tập\ trung (?:\ vào|\ đánh\ giá)? ) \ (?:\S+\ ){0,4}
          (?: nội\ dung | vấn\ đề ) .* : $
        | báo\ cáo .* tập\ trung \ (?: đánh\ giá | nêu | làm\ rõ | phân\ tích ) (?:\ rõ)? \ ? : $",
    )
    .expect("a fixed pattern")
});

static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:về )?(?:nội dung|đề cương|bố cục)(?:,? (?:và )?(?:bố cục|đề cương|nội dung))? (?:của )?báo cáo")
        .expect("a fixed pattern")
});

/// Whether block `at` is the heading "Nội dung báo cáo" with items of its own below.
fn heads(flow: &Flow, blocks: &[Block], at: usize) -> bool {
    let headed = blocks
        .get(at)
        .is_some_and(|block| is_headed(block, &fold::key(flow.slice(block.content))));
    headed && announces(flow, blocks, at)
}

/// Whether a block is the heading "Nội dung báo cáo"; `key` is its text as it is compared.
fn is_headed(block: &Block, key: &str) -> bool {
    block.label.is_some() && key.chars().count() < 80 && HEADED.is_match(key)
}

/// Whether block `at` announces an outline and items follow.
fn announces(flow: &Flow, blocks: &[Block], at: usize) -> bool {
    let (Some(block), Some(next)) = (blocks.get(at), blocks.get(at + 1)) else {
        return false;
    };
    let Some(next_mark) = Mark::of(flow, next) else {
        return false;
    };
    let own = Mark::of(flow, block);
    let deeper = own.is_none_or(|own| own.key != next_mark.key);
    let key = fold::key(flow.slice(block.content));
    deeper && (is_headed(block, &key) || ANNOUNCES.is_match(key.trim_end_matches(['*', ' '])))
}

/// One past the last block of the items that block `at` announces.
fn items_end(flow: &Flow, blocks: &[Block], at: usize) -> usize {
    let own = blocks.get(at).and_then(|block| Mark::of(flow, block));
    let first = blocks.get(at + 1).and_then(|block| Mark::of(flow, block));
    let mut last = 0;
    let beyond = |block: &Block| {
        let text = flow.slice(block.span);
        let Some(mark) = Mark::of(flow, block) else {
            return block.table.is_none() && orders(text);
        };
        let further_out = own.is_some_and(|own| own.key == mark.key);
        let again = Some(mark.key) == first.map(|first| first.key) && mark.ordinal > 0;
        let broken = again && mark.ordinal <= last;
        last = if again { mark.ordinal } else { last };
        further_out || broken || sends(text)
    };
    let found = blocks.iter().skip(at + 1).position(beyond);
    found.map_or(blocks.len(), |found| (at + 1 + found).max(at + 2))
}

/// Whether an unlabelled paragraph goes back from the outline to orders.
fn orders(text: &str) -> bool {
    let opens = [
        "Đề nghị",
        "Yêu cầu",
        "Báo cáo",
        "Trên đây",
        "Nhận được",
        "Thời gian",
        "Thời hạn",
        "Các đơn vị",
        "Các cơ quan",
        "Căn cứ",
        "Giao",
        "Trong quá trình",
        "UBND",
        "Ủy ban",
        "Sở",
        "Để",
        "Ban",
    ];
    opens.iter().any(|opening| text.starts_with(opening)) || sends(text)
}

/// Whether a text says where or when to send something.
fn sends(text: &str) -> bool {
    text.contains("gửi về") || text.contains("trước ngày") || text.contains("chậm nhất")
}
