//! The refusals whose sentences have something to fill in.

use jiff::Timestamp;
use jiff::civil::Date;

use tongket_reader::secrecy::SecrecyLevel;

use super::{Code, Refusal, Said};
use crate::moment;
use crate::permit::{Act, Table};

/// A count, in both languages.
fn count(number: usize) -> Said {
    number.to_string().into()
}

impl Refusal {
    /// TK003. The account is locked until then.
    pub fn account_locked(until: Timestamp) -> Refusal {
        Refusal::filled(Code::AccountLocked, [("thời điểm", moment::said(until))])
    }

    /// TK005. What the password lacks, and the whole policy.
    pub fn password_too_weak(lacking: Said, policy: Said) -> Refusal {
        let holes = [("điều còn thiếu", lacking), ("yêu cầu", policy)];
        Refusal::filled(Code::PasswordTooWeak, holes)
    }

    /// TK007. It is one of so many last passwords.
    pub fn password_reused(last: usize) -> Refusal {
        Refusal::filled(Code::PasswordReused, [("số", count(last))])
    }

    /// TK008. Wait for so many seconds.
    pub fn too_many_requests(seconds: u64) -> Refusal {
        let seconds = Said::from(seconds.to_string());
        Refusal::filled(Code::TooManyRequests, [("số giây", seconds)])
    }

    /// TK009. Who may do it is said.
    pub fn not_permitted(act: Act) -> Refusal {
        let roles: Vec<_> = Table::roles(act).collect();
        let vi: Vec<_> = roles.iter().map(|role| role.label()).collect();
        let en: Vec<_> = roles.iter().map(|role| role.label_en()).collect();
        let holes = [
            ("việc", Said::new(act.label(), act.label_en())),
            ("vai trò", Said::new(vi.join("; "), en.join("; "))),
        ];
        Refusal::filled(Code::NotPermitted, holes)
    }

    /// TK010. What was looked for: "báo cáo", "report".
    pub fn not_found(what: Said) -> Refusal {
        Refusal::filled(Code::NotFound, [("thứ cần tìm", what)])
    }

    /// TK012. The HTTP method that is not taken.
    pub fn method_unknown(method: &str) -> Refusal {
        Refusal::filled(Code::MethodUnknown, [("phương thức", method.into())])
    }

    /// TK014. A field of a form and what is wrong with it, without a full stop.
    pub fn field_invalid(field: Said, why: Said) -> Refusal {
        Refusal::filled(Code::FieldInvalid, [("ô", field), ("lý do", why)])
    }

    /// TK015. The number under which the trouble stands in the log.
    pub fn internal_trouble(reference: &str) -> Refusal {
        let reference = Said::from(reference);
        Refusal::filled(Code::InternalTrouble, [("số tra cứu", reference)])
    }

    /// TK017. The name that is taken.
    pub fn name_taken(name: &str) -> Refusal {
        Refusal::filled(Code::NameTaken, [("tên", name.into())])
    }

    /// TK019. The rows that are not right, one line each.
    pub fn account_list_invalid(rows: Vec<Said>) -> Refusal {
        Refusal::listing(Code::AccountListInvalid, rows)
    }

    /// TK020. The limit in bytes.
    pub fn upload_too_large(limit: u64) -> Refusal {
        let megabytes = format!("{} MB", limit / (1024 * 1024));
        Refusal::filled(Code::UploadTooLarge, [("giới hạn", megabytes.into())])
    }

    /// TK021. Any level gets the same words: the level says something of the document too.
    pub fn upload_secret(_level: SecrecyLevel) -> Refusal {
        Code::UploadSecret.into()
    }

    /// TK022. The kinds that can be read: ".docx, .pdf".
    pub fn upload_unsupported(kinds: &str) -> Refusal {
        Refusal::filled(Code::UploadUnsupported, [("các loại", kinds.into())])
    }

    /// TK023. Why it cannot be opened, without a full stop.
    pub fn upload_unreadable(why: Said) -> Refusal {
        Refusal::filled(Code::UploadUnreadable, [("lý do", why)])
    }

    /// TK030. The unit that still has work.
    pub fn unit_in_use(unit: &str) -> Refusal {
        Refusal::filled(Code::UnitInUse, [("đơn vị", unit.into())])
    }

    /// TK031. What is wrong with a succession, without a full stop.
    pub fn succession_invalid(why: Said) -> Refusal {
        Refusal::filled(Code::SuccessionInvalid, [("lý do", why)])
    }

    /// TK032. The code and the unit that has it at that time.
    pub fn code_reused(code: &str, unit: &str) -> Refusal {
        Refusal::filled(
            Code::CodeReused,
            [("mã", code.into()), ("đơn vị", unit.into())],
        )
    }

    /// TK033. The rows that are not right, one line each.
    pub fn unit_list_invalid(rows: Vec<Said>) -> Refusal {
        Refusal::listing(Code::UnitListInvalid, rows)
    }

    /// TK041. The groups whose members nobody confirmed.
    pub fn group_not_confirmed(groups: Vec<Said>) -> Refusal {
        Refusal::listing(Code::GroupNotConfirmed, groups)
    }

    /// TK043. The unit whose duty it is.
    pub fn duty_not_yours(unit: &str) -> Refusal {
        Refusal::filled(Code::DutyNotYours, [("đơn vị", unit.into())])
    }

    /// TK045. What a campaign lacks before it can open.
    pub fn campaign_incomplete(lacking: Vec<Said>) -> Refusal {
        Refusal::listing(Code::CampaignIncomplete, lacking)
    }

    /// TK050. The section, who saved it in between, and when.
    pub fn section_changed(section: &str, by: &str, at: Timestamp) -> Refusal {
        let holes = [
            ("mục", section.into()),
            ("người", by.into()),
            ("thời điểm", moment::said(at)),
        ];
        Refusal::filled(Code::SectionChanged, holes)
    }

    /// TK052. The rules that are broken, each as the form words it.
    pub fn form_rule_broken(rules: Vec<Said>) -> Refusal {
        Refusal::listing(Code::FormRuleBroken, rules)
    }

    /// TK053. The section that was not delegated.
    pub fn section_not_delegated(section: &str) -> Refusal {
        Refusal::filled(Code::SectionNotDelegated, [("mục", section.into())])
    }

    /// TK054. The sections and tables with what nobody has read.
    pub fn suggestion_unread(places: Vec<Said>) -> Refusal {
        Refusal::listing(Code::SuggestionUnread, places)
    }

    /// TK061. The number of the receipt that was given.
    pub fn already_submitted(receipt: &str) -> Refusal {
        Refusal::filled(Code::AlreadySubmitted, [("số giấy nhận", receipt.into())])
    }

    /// TK062. The titles of the sections that are empty.
    pub fn sections_missing(titles: Vec<Said>) -> Refusal {
        Refusal::listing(Code::SectionsMissing, titles)
    }

    /// TK071. The reason that is not in the catalogue.
    pub fn reason_unknown(reason: &str) -> Refusal {
        Refusal::filled(Code::ReasonUnknown, [("lý do", reason.into())])
    }

    /// TK075. The ordinal of the version that came in.
    pub fn newer_submission(ordinal: u32) -> Refusal {
        let ordinal = Said::from(ordinal.to_string());
        Refusal::filled(Code::NewerSubmission, [("lần", ordinal)])
    }

    /// TK076. The day that has passed.
    pub fn due_in_past(due: Date) -> Refusal {
        Refusal::filled(Code::DueInPast, [("ngày", moment::day(due))])
    }

    /// TK078. The words that are not there.
    pub fn quote_not_found(quote: &str) -> Refusal {
        Refusal::filled(Code::QuoteNotFound, [("đoạn", quote.into())])
    }

    /// A refusal that counts what it lists.
    fn listing(code: Code, details: Vec<Said>) -> Refusal {
        Refusal::filled(code, [("số", count(details.len()))]).with_details(details)
    }
}
