//! A list of people, read row by row: who is new, who is known and gets a role more, and which rows are doubtful.
//!
//! One person has one account, so rows about the same person are put together,
//! and a list that is taken in twice makes nobody twice. Nothing is done here.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_core::permit::Role;
use tongket_core::refusal::{Refusal, Said};
use tongket_reader::words::fold;
use tongket_store::account::Account;
use utoipa::ToSchema;

use super::act::{email_address, full_name, sign_in_name};
use super::role::role_at;
use crate::web::units::Units;

/// So many people in one list: their passwords are hashed while somebody waits.
pub(super) const AT_ONCE: usize = 1_000;
/// The header stands in one of the first rows; above it a list may have its title.
const HEADER_WITHIN: usize = 20;
/// What separates several roles, or several units, in a cell.
const SEPARATORS: [char; 3] = [';', '\n', '|'];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Column {
    FullName,
    Name,
    Email,
    Role,
    Unit,
}

/// How columns are headed; the first is what the list to fill in says.
const COLUMNS: [(Column, &[&str]); 5] = [
    (
        Column::Unit,
        &[
            "đơn vị",
            "tên đơn vị",
            "cơ quan",
            "cơ quan, đơn vị",
            "đơn vị công tác",
            "unit",
        ],
    ),
    (Column::Role, &["vai trò", "role", "roles"]),
    (
        Column::FullName,
        &["họ và tên", "họ tên", "họ và tên đầy đủ", "full name"],
    ),
    (
        Column::Email,
        &["thư điện tử", "email", "e-mail", "địa chỉ email", "hộp thư"],
    ),
    (
        Column::Name,
        &[
            "tên đăng nhập",
            "tên tài khoản",
            "tài khoản",
            "user name",
            "username",
        ],
    ),
];
/// Columns that are known and not wanted.
const LEFT: [&str; 9] = [
    "stt",
    "tt",
    "số tt",
    "chức vụ",
    "chức danh",
    "điện thoại",
    "số điện thoại",
    "ghi chú",
    "no",
];

/// What the list to fill in is headed with.
pub(super) fn head() -> Vec<String> {
    let words = COLUMNS.iter().filter_map(|(_, words)| words.first());
    words.map(|word| capital(word)).collect()
}

fn capital(word: &str) -> String {
    let mut signs = word.chars();
    let first = signs.next().map(|sign| sign.to_uppercase().to_string());
    first.unwrap_or_default() + signs.as_str()
}

/// How offices say a role beside its label.
const ROLE_WORDS: [(Role, &[&str]); 8] = [
    (Role::Administrator, &["quản trị", "quản trị viên"]),
    (Role::StandingAgency, &["thường trực", "đầu mối"]),
    (Role::Reviewer, &["thẩm định"]),
    (Role::Leader, &["lãnh đạo", "người ký"]),
    (Role::Drafter, &["soạn thảo", "người soạn"]),
    (Role::AwardsOffice, &["thi đua, khen thưởng", "khen thưởng"]),
    (Role::Auditor, &["kiểm tra", "giám sát"]),
    (Role::Reader, &["xem"]),
];

fn role_named(typed: &str) -> Option<Role> {
    let key = fold::key(typed);
    let called = |role: &Role| {
        let labels = [role.id(), role.label(), role.label_en()];
        let words = ROLE_WORDS.iter().filter(|(of, _)| of == role);
        let words = words.flat_map(|(_, words)| words.iter().copied());
        labels
            .into_iter()
            .chain(words)
            .any(|word| fold::key(word) == key)
    };
    Role::ALL.into_iter().find(called)
}

/// A person of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct Person {
    /// The row of the list, from 1.
    pub(super) row: usize,
    /// What is typed to sign in; empty where the list gives none and nobody has proposed one yet.
    pub(super) name: String,
    /// What people read.
    pub(super) full_name: String,
    /// Where mail goes; may be empty.
    pub(super) email: String,
    /// Roles: id of the role, id of the unit.
    pub(super) roles: Vec<(String, String)>,
}

/// What taking a person in would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Change {
    /// An account is made.
    New,
    /// An account that is there gets a role more, or the address that it lacked.
    Granted,
    /// Nothing: the account and its roles are there.
    Same,
}

impl Change {
    /// The end of the key of its word, and the class of its badge.
    pub(super) fn shown(self) -> (&'static str, &'static str) {
        match self {
            Change::New => ("new", "info"),
            Change::Granted => ("granted", "warn"),
            Change::Same => ("same", "closed"),
        }
    }
}

/// A person with what taking them in would do.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    /// The person; the name is that of the account.
    pub(super) person: Person,
    /// What would be done.
    pub(super) change: Change,
    /// The account that is there.
    pub(super) account: Option<Account>,
}

/// What a list would do.
#[derive(Debug, Clone, Default)]
pub(super) struct List {
    /// Its people, in the order of its rows.
    pub(super) people: Vec<Person>,
    /// Rows that cannot be followed, each with its reason; row 0 is the list as a whole.
    doubts: Vec<(usize, Said)>,
    /// What was passed over.
    pub(super) remarks: Vec<Said>,
}

impl List {
    /// A list of people who were read before.
    pub(super) fn of(people: Vec<Person>) -> List {
        List {
            people,
            ..List::default()
        }
    }

    /// What keeps the list from being taken in, by row.
    pub(super) fn doubts(&self) -> Vec<Said> {
        let mut doubts: Vec<&(usize, Said)> = self.doubts.iter().collect();
        doubts.sort_by_key(|(row, _)| *row);
        doubts.into_iter().map(|(_, why)| why.clone()).collect()
    }

    fn doubt(&mut self, row: usize, who: &str, why: &Said) {
        let said = Said::new(
            format!("Hàng {row}, “{who}”: {}.", why.vi.trim_end_matches('.')),
            format!("Row {row}, “{who}”: {}.", why.en.trim_end_matches('.')),
        );
        self.doubts.push((row, said));
    }

    fn doubt_all(&mut self, vi: impl Into<String>, en: impl Into<String>) {
        self.doubts.push((0, Said::new(vi, en)));
    }
}

/// Reads the rows of a list against the units of a day.
pub(super) fn read(rows: &[Vec<String>], units: &Units, day: Date) -> List {
    let mut list = List::default();
    let Some((at, columns)) = header(rows) else {
        list.doubt_all(
            "Không thấy hàng tiêu đề có cột “Họ và tên”. Hãy tải bảng mẫu về, điền rồi gửi lên.",
            "There is no header row with a column “Họ và tên” (full name). Take the list to fill in, and send it back.",
        );
        return list;
    };
    list.remarks.extend(unknown_columns(&rows[at]));
    let mut nameless = 0;
    for (index, cells) in rows.iter().enumerate().skip(at + 1) {
        let cell = |column| {
            let at = columns.get(&column).copied();
            let cell = at.and_then(|at| cells.get(at));
            cell.map_or("", |cell| cell.trim())
        };
        if cell(Column::FullName).is_empty() {
            nameless += usize::from(!cell(Column::Unit).is_empty());
            continue;
        }
        let row = Row {
            number: index + 1,
            full_name: cell(Column::FullName),
            name: cell(Column::Name),
            email: cell(Column::Email),
            role: cell(Column::Role),
            unit: cell(Column::Unit),
        };
        match row.person(units, day) {
            Ok(person) => list.people.push(person),
            Err(why) => list.doubt(row.number, row.full_name, &why),
        }
    }
    if nameless > 0 {
        list.remarks.push(Said::new(
            format!("{nameless} hàng chưa điền họ và tên, được bỏ qua."),
            format!("{nameless} rows without a full name are passed over."),
        ));
    }
    put_together(&mut list);
    let many = list.people.len();
    if many > AT_ONCE {
        list.doubt_all(
            format!("Danh sách có {many} người; mỗi lần nhận nhiều nhất {AT_ONCE} người, hãy tách thành nhiều tệp."),
            format!("The list has {many} people; at most {AT_ONCE} are taken at once: make several files of it."),
        );
    }
    list
}

fn header(rows: &[Vec<String>]) -> Option<(usize, HashMap<Column, usize>)> {
    let columns = |row: &Vec<String>| {
        let mut columns = HashMap::new();
        for (index, cell) in row.iter().enumerate() {
            if let Some(column) = column(cell) {
                columns.entry(column).or_insert(index);
            }
        }
        columns
    };
    let rows = rows.iter().take(HEADER_WITHIN).map(columns).enumerate();
    rows.into_iter()
        .find(|(_, columns)| columns.contains_key(&Column::FullName))
}

fn column(cell: &str) -> Option<Column> {
    let key = fold::key(cell);
    let is_it = |(_, words): &&(Column, &[&str])| words.iter().any(|word| fold::key(word) == key);
    COLUMNS.iter().find(is_it).map(|(column, _)| *column)
}

fn unknown_columns(header: &[String]) -> Vec<Said> {
    let left = |cell: &str| LEFT.iter().any(|word| fold::key(word) == fold::key(cell));
    let unknown = header.iter().map(|cell| cell.trim());
    let unknown = unknown.filter(|cell| !cell.is_empty() && column(cell).is_none() && !left(cell));
    unknown
        .map(|cell| {
            Said::new(
                format!("Không hiểu cột “{cell}”; cột này không được dùng."),
                format!("Column “{cell}” is not understood and not used."),
            )
        })
        .collect()
}

/// A row by its columns.
struct Row<'r> {
    number: usize,
    full_name: &'r str,
    name: &'r str,
    email: &'r str,
    role: &'r str,
    unit: &'r str,
}

impl Row<'_> {
    /// Whom it speaks of, or why nobody can tell.
    fn person(&self, units: &Units, day: Date) -> Result<Person, Said> {
        let no = |refusal: Refusal| refusal_in_a_line(&refusal);
        let name = match self.name {
            "" => String::new(),
            typed => sign_in_name(typed).map_err(no)?,
        };
        Ok(Person {
            row: self.number,
            name,
            full_name: full_name(self.full_name).map_err(no)?,
            email: email_address(self.email).map_err(no)?,
            roles: self.roles(units, day)?,
        })
    }

    fn roles(&self, units: &Units, day: Date) -> Result<Vec<(String, String)>, Said> {
        let parts = |cell: &str| -> Vec<String> {
            let parts = cell.split(SEPARATORS).map(str::trim);
            let parts = parts.filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect()
        };
        let (roles, mut at) = (parts(self.role), parts(self.unit));
        if roles.is_empty() {
            return match at.is_empty() {
                true => Ok(Vec::new()),
                false => Err(Said::new("chưa ghi vai trò", "no role is given")),
            };
        }
        if at.is_empty() {
            at.push(String::new());
        }
        let mut held = Vec::new();
        for typed in &roles {
            let Some(role) = role_named(typed) else {
                return Err(unknown_role(typed));
            };
            for unit in &at {
                let place = role_at(units, day, role.id(), unit);
                let (role, unit) = place.map_err(|no| refusal_in_a_line(&no))?;
                held.push((role.id().to_owned(), unit));
            }
        }
        Ok(held)
    }
}

fn unknown_role(typed: &str) -> Said {
    let labels = |label: fn(Role) -> &'static str| Role::ALL.map(label).join("; ");
    Said::new(
        format!(
            "không có vai trò “{typed}”; các vai trò: {}",
            labels(Role::label)
        ),
        format!(
            "there is no role “{typed}”; the roles are: {}",
            labels(Role::label_en)
        ),
    )
}

/// What a refusal says with what it lists, in one line.
fn refusal_in_a_line(refusal: &Refusal) -> Said {
    let details = refusal.details();
    let join = |sentence: &str, details: Vec<&str>| match details.is_empty() {
        true => sentence.trim_end_matches('.').to_owned(),
        false => format!(
            "{} ({})",
            sentence.trim_end_matches('.'),
            details.join("; ")
        ),
    };
    let said = refusal.sentence();
    Said::new(
        join(&said.vi, details.iter().map(|it| it.vi.as_str()).collect()),
        join(&said.en, details.iter().map(|it| it.en.as_str()).collect()),
    )
}

/// Rows about the same person become one: the same name to sign in with, the same address, or the
/// same full name in the same unit.
fn put_together(list: &mut List) {
    let rows = std::mem::take(&mut list.people);
    let mut seen: HashMap<String, usize> = HashMap::new();
    for person in rows {
        let keys = keys(&person);
        let before = keys.iter().find_map(|key| seen.get(key)).copied();
        let Some(at) = before else {
            seen.extend(keys.into_iter().map(|key| (key, list.people.len())));
            list.people.push(person);
            continue;
        };
        let kept = &mut list.people[at];
        if fold::key(&kept.full_name) != fold::key(&person.full_name) {
            let why = Said::new(
                format!("trùng tên đăng nhập hoặc thư điện tử với hàng {}", kept.row),
                format!("the same user name or e-mail as row {}", kept.row),
            );
            list.doubt(person.row, &person.full_name, &why);
            continue;
        }
        if person.name.is_empty() && kept.name.is_empty() && kept.row != person.row {
            list.remarks.push(Said::new(
                format!(
                    "Hàng {} và hàng {}: “{}” ở cùng đơn vị, được coi là một người. Nếu là hai người, hãy ghi tên đăng nhập riêng.",
                    kept.row, person.row, kept.full_name
                ),
                format!(
                    "Rows {} and {}: “{}” in one unit are taken for one person. If they are two, give each a user name.",
                    kept.row, person.row, kept.full_name
                ),
            ));
        }
        for (field, said) in [
            (&mut kept.name, person.name),
            (&mut kept.email, person.email),
        ] {
            if field.is_empty() {
                *field = said;
            }
        }
        for role in person.roles {
            if !kept.roles.contains(&role) {
                kept.roles.push(role);
            }
        }
        seen.extend(keys.into_iter().map(|key| (key, at)));
    }
}

/// By what a person of a list is known again.
fn keys(person: &Person) -> Vec<String> {
    let mut keys = Vec::new();
    if !person.name.is_empty() {
        keys.push(format!("name {}", person.name));
    }
    if !person.email.is_empty() {
        keys.push(format!("email {}", person.email.to_lowercase()));
    }
    // Whoever is told apart by name is told apart.
    if person.name.is_empty() {
        let who = fold::key(&person.full_name);
        let at = person
            .roles
            .iter()
            .map(|(_, unit)| format!("{who} at {unit}"));
        keys.extend(at);
    }
    keys
}

/// Accounts that are there, to be looked up.
pub(super) struct Known {
    accounts: Vec<(Account, Vec<(String, String)>)>,
    by_key: HashMap<String, usize>,
    /// The first of each full name, wherever.
    by_full_name: HashMap<String, usize>,
}

impl Known {
    /// Every account with its roles.
    pub(super) fn new(accounts: Vec<(Account, Vec<(String, String)>)>) -> Known {
        let (mut by_key, mut by_full_name) = (HashMap::new(), HashMap::new());
        for (at, (account, roles)) in accounts.iter().enumerate() {
            let who = fold::key(&account.full_name);
            by_key.insert(format!("name {}", account.name), at);
            if !account.email.is_empty() {
                by_key.insert(format!("email {}", account.email.to_lowercase()), at);
            }
            let at_units = roles.iter().map(|(_, unit)| format!("{who} at {unit}"));
            by_key.extend(at_units.map(|key| (key, at)));
            by_full_name.entry(who).or_insert(at);
        }
        Known {
            accounts,
            by_key,
            by_full_name,
        }
    }

    fn is_taken(&self, name: &str) -> bool {
        self.by_key.contains_key(&format!("name {name}"))
    }

    /// What taking a list in would do, person by person; what cannot be done is added to its doubts.
    pub(super) fn judge(&self, list: &mut List) -> Vec<Judged> {
        let given = list.people.iter().map(|person| person.name.clone());
        let mut taken: HashSet<String> = given.filter(|name| !name.is_empty()).collect();
        let mut judged = Vec::with_capacity(list.people.len());
        for mut person in list.people.clone() {
            let found = keys(&person)
                .iter()
                .find_map(|key| self.by_key.get(key))
                .copied();
            let Some((account, roles)) = found.and_then(|at| self.accounts.get(at)) else {
                self.note_namesake(list, &person);
                if person.name.is_empty() {
                    person.name = self.proposed(&person.full_name, &taken);
                    taken.insert(person.name.clone());
                }
                judged.push(Judged {
                    person,
                    change: Change::New,
                    account: None,
                });
                continue;
            };
            if let Some(why) = not_the_same(account, &person) {
                list.doubt(person.row, &person.full_name, &why);
                continue;
            }
            let has_all = person.roles.iter().all(|role| roles.contains(role))
                && (person.email.is_empty() || !account.email.is_empty());
            person.name.clone_from(&account.name);
            if !account.email.is_empty() {
                person.email.clone_from(&account.email);
            }
            judged.push(Judged {
                person,
                change: match has_all {
                    true => Change::Same,
                    false => Change::Granted,
                },
                account: Some(account.clone()),
            });
        }
        judged
    }

    /// Says that somebody else, at another unit, bears the same full name.
    fn note_namesake(&self, list: &mut List, person: &Person) {
        let at = self.by_full_name.get(&fold::key(&person.full_name));
        let Some((other, _)) = at.and_then(|at| self.accounts.get(*at)) else {
            return;
        };
        let (row, name, full_name) = (person.row, &other.name, &person.full_name);
        list.remarks.push(Said::new(
            format!("Hàng {row}: đã có “{full_name}” ({name}) ở nơi khác, được coi là người khác. Nếu là một người, hãy ghi tên đăng nhập {name} vào hàng này."),
            format!("Row {row}: there is “{full_name}” ({name}) elsewhere, taken for somebody else. If they are one person, give the user name {name} in this row."),
        ));
    }

    /// A free name to sign in with: "man.tt" of Trần Thị Mận, then "man.tt2".
    fn proposed(&self, full_name: &str, taken: &HashSet<String>) -> String {
        let bare = fold::bare(full_name);
        let plain = |word: &str| {
            word.chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
        };
        let words: Vec<String> = bare.split_whitespace().map(plain).collect();
        let words: Vec<&String> = words.iter().filter(|word| !word.is_empty()).collect();
        let Some((given, others)) = words.split_last() else {
            return self.free("nguoidung", taken);
        };
        let initials: String = others
            .iter()
            .filter_map(|word| word.chars().next())
            .collect();
        let given: String = given.chars().take(40).collect();
        let initials: String = initials.chars().take(10).collect();
        match initials.is_empty() {
            true => self.free(&format!("{given}.nd"), taken),
            false => self.free(&format!("{given}.{initials}"), taken),
        }
    }

    fn free(&self, name: &str, taken: &HashSet<String>) -> String {
        let numbered = (2_u32..).map(|number| format!("{name}{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        let free = names.find(|name| !self.is_taken(name) && !taken.contains(name));
        free.unwrap_or_default()
    }
}

/// Why an account that looks like this person's cannot be taken for it.
fn not_the_same(account: &Account, person: &Person) -> Option<Said> {
    if fold::key(&account.full_name) != fold::key(&person.full_name) {
        let (name, owner) = (&account.name, &account.full_name);
        return Some(Said::new(
            format!("tên đăng nhập hoặc thư điện tử này là của “{owner}” ({name})"),
            format!("this user name or e-mail belongs to “{owner}” ({name})"),
        ));
    }
    account.disabled_at.map(|_| {
        Said::new(
            format!(
                "tài khoản {} đã ngừng; hãy mở lại ở trang của tài khoản trước",
                account.name
            ),
            format!(
                "account {} is closed; open it again on its page first",
                account.name
            ),
        )
    })
}
