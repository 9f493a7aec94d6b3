//! The codes of every "no", each with its page.

use super::Kind;
use super::page::Page;

/// Says once for every code: its name here, its code for the reader, its sort, its page.
macro_rules! codes {
    ($($name:ident = $code:literal, $kind:ident, $page:literal;)*) => {
        /// One "no". A code is never given to another meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = include_str!($page)] $name,)*
        }

        /// Every code, in order.
        const ENTRIES: &[Entry] = &[
            $(Entry {
                code: Code::$name,
                name: $code,
                kind: Kind::$kind,
                page: include_str!($page),
            },)*
        ];
    };
}

/// What is known of a code.
struct Entry {
    code: Code,
    name: &'static str,
    kind: Kind,
    page: &'static str,
}

codes! {
    SessionExpired = "TK001", Expired, "tk001_session_expired.md";
    WrongSignIn = "TK002", NotSignedIn, "tk002_wrong_sign_in.md";
    AccountLocked = "TK003", Locked, "tk003_account_locked.md";
    AccountClosed = "TK004", Forbidden, "tk004_account_closed.md";
    PasswordTooWeak = "TK005", Invalid, "tk005_password_too_weak.md";
    MustChangePassword = "TK006", Forbidden, "tk006_must_change_password.md";
    PasswordReused = "TK007", Invalid, "tk007_password_reused.md";
    TooManyRequests = "TK008", Wait, "tk008_too_many_requests.md";
    NotPermitted = "TK009", Forbidden, "tk009_not_permitted.md";
    NotFound = "TK010", NotFound, "tk010_not_found.md";
    AddressUnknown = "TK011", NotFound, "tk011_address_unknown.md";
    MethodUnknown = "TK012", NoSuchMethod, "tk012_method_unknown.md";
    ForeignRequest = "TK013", Forbidden, "tk013_foreign_request.md";
    FieldInvalid = "TK014", Invalid, "tk014_field_invalid.md";
    InternalTrouble = "TK015", Trouble, "tk015_internal_trouble.md";
    AlreadySetUp = "TK016", Conflict, "tk016_already_set_up.md";
    NameTaken = "TK017", Conflict, "tk017_name_taken.md";
    TokenInvalid = "TK018", NotSignedIn, "tk018_token_invalid.md";
    AccountListInvalid = "TK019", Invalid, "tk019_account_list_invalid.md";
    UploadTooLarge = "TK020", TooLarge, "tk020_upload_too_large.md";
    UploadSecret = "TK021", Secret, "tk021_upload_secret.md";
    UploadUnsupported = "TK022", Unsupported, "tk022_upload_unsupported.md";
    UploadUnreadable = "TK023", Invalid, "tk023_upload_unreadable.md";
    UnitInUse = "TK030", Conflict, "tk030_unit_in_use.md";
    SuccessionInvalid = "TK031", Invalid, "tk031_succession_invalid.md";
    CodeReused = "TK032", Conflict, "tk032_code_reused.md";
    UnitListInvalid = "TK033", Invalid, "tk033_unit_list_invalid.md";
    CampaignNotOpen = "TK040", Conflict, "tk040_campaign_not_open.md";
    GroupNotConfirmed = "TK041", Conflict, "tk041_group_not_confirmed.md";
    CampaignClosed = "TK042", Conflict, "tk042_campaign_closed.md";
    DutyNotYours = "TK043", Forbidden, "tk043_duty_not_yours.md";
    AmendmentNeedsReason = "TK044", Invalid, "tk044_amendment_needs_reason.md";
    CampaignIncomplete = "TK045", Invalid, "tk045_campaign_incomplete.md";
    SectionChanged = "TK050", Conflict, "tk050_section_changed.md";
    ReportLocked = "TK051", Locked, "tk051_report_locked.md";
    FormRuleBroken = "TK052", Invalid, "tk052_form_rule_broken.md";
    SectionNotDelegated = "TK053", Forbidden, "tk053_section_not_delegated.md";
    SuggestionUnread = "TK054", Invalid, "tk054_suggestion_unread.md";
    ReportWithdrawn = "TK055", Conflict, "tk055_report_withdrawn.md";
    NothingToSign = "TK060", Conflict, "tk060_nothing_to_sign.md";
    AlreadySubmitted = "TK061", Conflict, "tk061_already_submitted.md";
    SectionsMissing = "TK062", Invalid, "tk062_sections_missing.md";
    CorrectionNeedsReason = "TK063", Invalid, "tk063_correction_needs_reason.md";
    ReceiptNotFound = "TK064", NotFound, "tk064_receipt_not_found.md";
    ChangedSincePresented = "TK065", Conflict, "tk065_changed_since_presented.md";
    AlreadyPresented = "TK066", Conflict, "tk066_already_presented.md";
    NotPresented = "TK067", Conflict, "tk067_not_presented.md";
    CorrectionNotNeeded = "TK068", Conflict, "tk068_correction_not_needed.md";
    UnchangedSinceReturn = "TK069", Invalid, "tk069_unchanged_since_return.md";
    ReturnNeedsReason = "TK070", Invalid, "tk070_return_needs_reason.md";
    ReasonUnknown = "TK071", Invalid, "tk071_reason_unknown.md";
    AlreadyReturned = "TK072", Conflict, "tk072_already_returned.md";
    AlreadyAccepted = "TK073", Conflict, "tk073_already_accepted.md";
    NothingSubmitted = "TK074", Conflict, "tk074_nothing_submitted.md";
    NewerSubmission = "TK075", Conflict, "tk075_newer_submission.md";
    DueInPast = "TK076", Invalid, "tk076_due_in_past.md";
    CommentEmpty = "TK077", Invalid, "tk077_comment_empty.md";
    QuoteNotFound = "TK078", Conflict, "tk078_quote_not_found.md";
    AlreadyReceived = "TK079", Conflict, "tk079_already_received.md";
    NotAcceptedYet = "TK080", Conflict, "tk080_not_accepted_yet.md";
    NowhereToForward = "TK081", Conflict, "tk081_nowhere_to_forward.md";
    NobodyLate = "TK082", Conflict, "tk082_nobody_late.md";
    MailNotSet = "TK083", Conflict, "tk083_mail_not_set.md";
    MeasureChanged = "TK084", Conflict, "tk084_measure_changed.md";
}

impl Code {
    /// Every code, in order.
    pub fn all() -> impl Iterator<Item = Code> {
        ENTRIES.iter().map(|entry| entry.code)
    }

    fn entry(self) -> &'static Entry {
        &ENTRIES[self as usize]
    }

    /// The code as people read it out: "TK050".
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// The code with that name, in any case.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::all().find(|code| code.name().eq_ignore_ascii_case(name.trim()))
    }

    /// What sort of "no" it is.
    pub fn kind(self) -> Kind {
        self.entry().kind
    }

    /// Its page: why, what is said, and what to do.
    pub fn page(self) -> &'static str {
        self.entry().page
    }

    /// The sentences of its page.
    pub(super) fn sentences(self) -> Page {
        Page::read(self.page())
    }
}
