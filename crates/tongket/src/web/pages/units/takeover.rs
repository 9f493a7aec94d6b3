//! What a succession changes in the list of units, worked out before anything is done.
//!
//! A merger, a split or a dissolution ends units; a renaming or a move goes on
//! with the same unit under another name or superior. The core then holds the
//! act to its laws: units stand and end when they should, shares make a whole,
//! nobody comes after itself.

use jiff::civil::Date;
use rust_decimal::Decimal;
use tongket_core::amount;
use tongket_core::moment;
use tongket_core::refusal::{Refusal, Said};
use tongket_core::unit::succession::{
    Heir, Lineage, Succession, SuccessionKind, SuccessionProblem,
};
use tongket_core::unit::{Match, UnitId};
use tongket_reader::words::fold;
use tongket_store::new_id;
use tongket_store::unit::UnitVersion;

use super::succession::Asked;
use crate::web::units::Units;

/// One that takes over.
#[derive(Debug, Clone)]
pub(super) struct Taker {
    /// Id of the unit.
    pub(super) unit: String,
    /// Its name from then on.
    pub(super) name: String,
    /// Whether it is made by the act.
    pub(super) is_new: bool,
    /// Which part it takes.
    pub(super) share: Option<Decimal>,
}

/// A succession, worked out.
#[derive(Debug, Clone)]
pub(super) struct Takeover {
    pub(super) kind: SuccessionKind,
    pub(super) effective: Date,
    pub(super) legal_act: String,
    /// Versions that end, as they are afterwards.
    pub(super) ended: Vec<UnitVersion>,
    /// Those that take over.
    pub(super) takers: Vec<Taker>,
    /// Versions that begin.
    pub(super) begun: Vec<UnitVersion>,
    /// Versions of units below, as they end and as they begin under the one that takes over.
    pub(super) below: Vec<(UnitVersion, UnitVersion)>,
    /// Names of units below for which nobody takes over.
    pub(super) orphans: Vec<String>,
}

fn invalid(vi: &str, en: &str) -> Refusal {
    Refusal::succession_invalid(Said::new(vi, en))
}

/// The kind of that name.
pub(super) fn kind_of(name: &str) -> Result<SuccessionKind, Refusal> {
    let kind = serde_json::from_value(serde_json::Value::from(name.trim()));
    kind.map_err(|_| invalid("chưa chọn loại kế thừa", "no kind of succession is chosen"))
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Works out what is asked.
pub(super) fn work_out(units: &Units, asked: &Asked) -> Result<Takeover, Refusal> {
    let kind = kind_of(&asked.kind)?;
    let effective: Date = asked.effective.trim().parse().map_err(|_| {
        invalid(
            "ngày hiệu lực chưa đúng dạng 2026-03-10",
            "the day is not as in 2026-03-10",
        )
    })?;
    let eve = effective
        .yesterday()
        .map_err(|_| invalid("ngày quá sớm", "the day is too early"))?;
    let mut ended = Vec::new();
    for line in lines(&asked.from) {
        let id = match units.meant(line, eve) {
            Ok(id) => id,
            Err(refused) => return Err(begins_later(units, line, effective).unwrap_or(refused)),
        };
        let Some(version) = units.standing_on(&id, eve) else {
            let stood_not = || {
                invalid(
                    &format!("“{line}” không tồn tại ngay trước ngày hiệu lực"),
                    &format!("“{line}” does not stand on the day before"),
                )
            };
            return Err(begins_later(units, line, effective).unwrap_or_else(stood_not));
        };
        if let Some(refused) = changes_later(units, version, effective) {
            return Err(refused);
        }
        if ended.iter().any(|known: &UnitVersion| known.unit == id) {
            let name = &version.name;
            return Err(invalid(
                &format!("“{name}” được ghi hai lần ở ô Đơn vị cũ"),
                &format!("“{name}” stands twice among the old units"),
            ));
        }
        ended.push(UnitVersion {
            valid_to: Some(eve),
            ..version.clone()
        });
    }
    let Some(first) = ended.first().cloned() else {
        return Err(invalid("chưa ghi đơn vị cũ", "no old unit is given"));
    };
    let mut takeover = Takeover {
        kind,
        effective,
        legal_act: asked.legal_act.trim().to_owned(),
        ended,
        takers: Vec::new(),
        begun: Vec::new(),
        below: Vec::new(),
        orphans: Vec::new(),
    };
    match kind {
        SuccessionKind::Rename | SuccessionKind::Move => {
            takeover.goes_on(units, asked, &first)?;
        }
        SuccessionKind::Merge | SuccessionKind::Split | SuccessionKind::Dissolve => {
            for line in lines(&asked.to) {
                takeover.take(units, asked, line, &first)?;
            }
            takeover.move_those_below(units);
        }
    }
    takeover.hold(units)?;
    Ok(takeover)
}

/// What is said of an old unit that begins no sooner than the day of the act, where it is one.
fn begins_later(units: &Units, line: &str, effective: Date) -> Option<Refusal> {
    let id = match units.history(line).next() {
        Some(version) => version.unit.clone(),
        None => units.meant(line, effective).ok()?,
    };
    let first = units.history(&id).next()?;
    let day = first.valid_from.filter(|day| *day >= effective)?;
    let name = &first.name;
    let (day, next) = (moment::day(day), moment::day(day.tomorrow().ok()?));
    Some(invalid(
        &format!(
            "“{name}” có từ ngày {}, nên việc này ghi được sớm nhất từ ngày {}; nếu tên hay cấp trên sai ngay từ đầu thì sửa bằng cách nhập danh sách",
            day.vi, next.vi
        ),
        &format!(
            "“{name}” begins on {}, so this can be recorded from {} on; a name or superior that was wrong from the first day is put right by importing a list",
            day.en, next.en
        ),
    ))
}

/// What is said of an old unit of which something is recorded from a later day on already.
fn changes_later(units: &Units, unit: &UnitVersion, effective: Date) -> Option<Refusal> {
    let mut later = units.history(&unit.unit).filter_map(|it| it.valid_from);
    let (name, day) = (&unit.name, moment::day(later.find(|day| *day > effective)?));
    Some(invalid(
        &format!(
            "“{name}” đã có thay đổi được ghi từ ngày {}; hãy ghi việc này từ ngày đó trở đi",
            day.vi
        ),
        &format!(
            "a change of “{name}” from {} on is recorded already; record this from that day on",
            day.en
        ),
    ))
}

/// Holds that no other unit below the same superior bears this name on a day: nothing would tell
/// the two apart.
fn alone_with_its_name(units: &Units, named: &UnitVersion, day: Date) -> Result<(), Refusal> {
    let key = fold::key(&named.name);
    let same = |other: &&UnitVersion| {
        other.unit != named.unit
            && other.parent == named.parent
            && other.stands_on(day)
            && fold::key(&other.name) == key
    };
    if !units.versions().iter().any(|other| same(&other)) {
        return Ok(());
    }
    let name = &named.name;
    Err(Refusal::succession_invalid(Said::new(
        format!(
            "đã có một đơn vị khác tên “{name}” cùng cấp trên vào ngày này; hai đơn vị cùng cấp trên không thể trùng tên"
        ),
        format!(
            "another unit below the same superior is called “{name}” on that day; two such units cannot share a name"
        ),
    )))
}

/// What is said of a move that moves nothing.
fn stays_below(units: &Units, unit: &UnitVersion, day: Date) -> Refusal {
    let name = &unit.name;
    match unit.parent.as_deref().map(|parent| units.name(parent, day)) {
        Some(parent) => invalid(
            &format!("“{name}” đã trực thuộc “{parent}”"),
            &format!("“{name}” already stands below “{parent}”"),
        ),
        None => invalid(
            &format!("“{name}” không có cấp trên; hãy ghi cấp trên mới"),
            &format!("“{name}” has no superior; give the new one"),
        ),
    }
}

/// What is said where one of the old units is to take over: it goes on, and is no old unit.
fn goes_on_itself(name: &str, alone: bool) -> Refusal {
    match alone {
        true => invalid(
            &format!("“{name}” không thể nhập vào chính nó"),
            &format!("“{name}” cannot go into itself"),
        ),
        false => invalid(
            &format!(
                "“{name}” vừa là đơn vị cũ vừa là đơn vị nhận; nếu đơn vị này tiếp tục hoạt động thì bỏ khỏi ô Đơn vị cũ và chọn chính đơn vị đang có ở ô Đơn vị nhận"
            ),
            &format!(
                "“{name}” is both an old unit and one that takes over; where it goes on, take it from the old units and let the unit that stands take over"
            ),
        ),
    }
}

impl Takeover {
    /// Whether this unit is among those that take over: it goes on.
    pub(super) fn is_taker(&self, unit: &str) -> bool {
        self.takers.iter().any(|taker| taker.unit == unit)
    }

    /// The same unit under another name or superior.
    fn goes_on(
        &mut self,
        units: &Units,
        asked: &Asked,
        before: &UnitVersion,
    ) -> Result<(), Refusal> {
        let mut after = UnitVersion {
            id: new_id(),
            valid_from: Some(self.effective),
            valid_to: None,
            legal_act: self.legal_act.clone(),
            ..before.clone()
        };
        match self.kind {
            SuccessionKind::Move => {
                after.parent = match asked.parent.trim() {
                    "" => None,
                    parent => Some(units.meant(parent, self.effective)?),
                };
                if after.parent == before.parent {
                    return Err(stays_below(units, before, self.effective));
                }
            }
            _ => {
                let name = lines(&asked.to).next();
                let name =
                    name.ok_or_else(|| invalid("chưa ghi tên mới", "no new name is given"))?;
                if name == before.name {
                    return Err(invalid(
                        &format!("tên mới giống hệt tên cũ “{name}”"),
                        &format!("the new name is the old one, “{name}”"),
                    ));
                }
                after.name = name.to_owned();
                after.short_names = Vec::new();
            }
        }
        alone_with_its_name(units, &after, self.effective)?;
        self.takers.push(Taker {
            unit: after.unit.clone(),
            name: after.name.clone(),
            is_new: false,
            share: None,
        });
        self.begun.push(after);
        Ok(())
    }

    /// One that takes over, as its line says: "xã Giang Hải" or "xã Giang Hải = 60%".
    fn take(
        &mut self,
        units: &Units,
        asked: &Asked,
        line: &str,
        first: &UnitVersion,
    ) -> Result<(), Refusal> {
        let (name, share) = match line.rsplit_once('=') {
            Some((name, share)) => (name.trim(), Some(read_share(share)?)),
            None => (line, None),
        };
        let is_old =
            |old: &UnitVersion| old.unit == name || fold::key(&old.name) == fold::key(name);
        // A unit that is split may leave its name to one of its parts; elsewhere it goes on itself.
        if self.kind != SuccessionKind::Split
            && let Some(old) = self.ended.iter().find(|old| is_old(old))
        {
            return Err(goes_on_itself(&old.name, self.ended.len() == 1));
        }
        let directory = &units.book.directory;
        let stands = match directory.find(name, self.effective) {
            Match::Found(unit) => units.book.id(unit).map(str::to_owned),
            Match::Ambiguous(_) => {
                return Err(units.meant(name, self.effective).err().unwrap_or_else(|| {
                    invalid(
                        "tên đơn vị nhận chưa rõ",
                        "the unit that takes over is not clear",
                    )
                }));
            }
            Match::OutOfDate(_) | Match::Unknown => units
                .standing_on(name, self.effective)
                .map(|version| version.unit.clone()),
        };
        let stands = stands.filter(|id| !self.ended.iter().any(|ended| ended.unit == *id));
        if let Some(unit) = stands {
            let name = units.name(&unit, self.effective).to_owned();
            self.takers.push(Taker {
                unit,
                name,
                is_new: false,
                share,
            });
            return Ok(());
        }
        let parent = match asked.parent.trim() {
            "" => first.parent.clone(),
            parent => Some(units.meant(parent, self.effective)?),
        };
        let mut tags: Vec<String> = Vec::new();
        for tag in self.ended.iter().flat_map(|ended| &ended.tags) {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        let unit = new_id();
        self.begun.push(UnitVersion {
            id: new_id(),
            unit: unit.clone(),
            name: name.to_owned(),
            short_names: Vec::new(),
            kind: first.kind.clone(),
            level: first.level.clone(),
            parent,
            codes: Vec::new(),
            tags,
            valid_from: Some(self.effective),
            valid_to: None,
            legal_act: self.legal_act.clone(),
        });
        self.takers.push(Taker {
            unit,
            name: name.to_owned(),
            is_new: true,
            share,
        });
        Ok(())
    }

    /// Units below one that ends stand below the one that takes over, where it is one.
    fn move_those_below(&mut self, units: &Units) {
        let gone = |unit: &str| self.ended.iter().any(|ended| ended.unit == unit);
        let below = units.versions().iter().filter(|version| {
            version.stands_on(self.effective)
                && version.parent.as_deref().is_some_and(gone)
                && !gone(&version.unit)
        });
        let heir = match self.takers.as_slice() {
            [heir] => Some(heir.unit.clone()),
            _ => None,
        };
        let Some(heir) = heir else {
            self.orphans = below.map(|version| version.name.clone()).collect();
            return;
        };
        let eve = self.effective.yesterday().ok();
        let moved = below.map(|version| {
            let before = UnitVersion {
                valid_to: eve,
                ..version.clone()
            };
            let after = UnitVersion {
                id: new_id(),
                parent: Some(heir.clone()),
                valid_from: Some(self.effective),
                legal_act: self.legal_act.clone(),
                ..version.clone()
            };
            (before, after)
        });
        self.below = moved.collect();
    }

    /// The list of units as it is afterwards.
    fn afterwards(&self, units: &Units) -> Units {
        let below = self.below.iter();
        let below = below.flat_map(|(before, after)| [before, after]);
        units.with(self.ended.iter().chain(&self.begun).chain(below))
    }

    /// Holds the act to the laws of successions.
    fn hold(&self, units: &Units) -> Result<(), Refusal> {
        let afterwards = self.afterwards(units);
        let below = self.below.iter().map(|(_, after)| after);
        for begun in self.begun.iter().chain(below) {
            if let Some(round) = afterwards.leads_back(&begun.unit, self.effective) {
                return Err(Refusal::succession_invalid(round));
            }
        }
        let number = |version: &UnitVersion| afterwards.in_book(version).map(|unit| unit.id);
        let twice = || {
            invalid(
                "có hai đơn vị cùng tên, cùng cấp trên trong cùng thời gian",
                "two units have the same name, superior and time",
            )
        };
        let from: Option<Vec<UnitId>> = self.ended.iter().map(number).collect();
        let mut to = Vec::with_capacity(self.takers.len());
        for taker in &self.takers {
            let version = afterwards.standing_on(&taker.unit, self.effective);
            let unit = version.and_then(number).ok_or_else(twice)?;
            to.push(Heir {
                unit,
                share: taker.share,
            });
        }
        let act = Succession {
            kind: self.kind,
            from: from.ok_or_else(twice)?,
            to,
            effective: self.effective,
            legal_act: self.legal_act.clone(),
        };
        match Lineage::new(vec![act], &afterwards.book.directory) {
            Ok(_) => Ok(()),
            Err(problems) => Err(SuccessionProblem::refusal(&problems).unwrap_or_else(twice)),
        }
    }
}

/// "60%", "0,6", "0.6".
fn read_share(typed: &str) -> Result<Decimal, Refusal> {
    let typed = typed.trim();
    let value = amount::typed(typed.trim_end_matches('%').trim())
        .ok()
        .flatten();
    let value = value.ok_or_else(|| {
        invalid(
            &format!("không đọc được tỷ lệ “{typed}”"),
            &format!("share “{typed}” cannot be read"),
        )
    })?;
    Ok(match typed.ends_with('%') {
        true => value / Decimal::ONE_HUNDRED,
        false => value,
    })
}
