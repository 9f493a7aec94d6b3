//! The order in which things are written down: ids that only go on.
//!
//! Every row bears the time that the server's clock showed, for people to
//! read. Clocks are set back, by hand or by the network, and two things happen
//! in one millisecond; so what came first is told by the id, never by the
//! time. Ids are made one behind the other whatever the clock does, and a
//! store that is opened again goes on behind the last one it holds.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use uuid::{ContextV7, Timestamp, Uuid};

use crate::db::Conn;
use crate::error::StoreError;

/// Where the sequence stands.
static SEQUENCE: Mutex<ContextV7> = Mutex::new(ContextV7::new());

/// The next id, for a clock that shows this much since 1970: behind every id that was made before.
fn next(shown: Duration) -> Uuid {
    let (seconds, nanos) = (shown.as_secs(), shown.subsec_nanos());
    Uuid::new_v7(Timestamp::from_unix(&SEQUENCE, seconds, nanos))
}

/// A new id: it sorts behind all that were made before it.
pub fn new_id() -> String {
    let shown = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    next(shown.unwrap_or_default()).to_string()
}

/// The last id of every table whose order counts, each found by its key.
const LAST: &str = "SELECT MAX(id) FROM (
   SELECT MAX(id) AS id FROM section_version UNION ALL
   SELECT MAX(id) FROM presentation UNION ALL
   SELECT MAX(id) FROM submission UNION ALL
   SELECT MAX(id) FROM reception UNION ALL
   SELECT MAX(id) FROM return_slip UNION ALL
   SELECT MAX(id) FROM acceptance UNION ALL
   SELECT MAX(id) FROM correction UNION ALL
   SELECT MAX(id) FROM forwarding UNION ALL
   SELECT MAX(id) FROM comment UNION ALL
   SELECT MAX(id) FROM amendment UNION ALL
   SELECT MAX(id) FROM succession UNION ALL
   SELECT MAX(id) FROM consolidation_version UNION ALL
   SELECT MAX(id) FROM consolidation_pieces UNION ALL
   SELECT MAX(id) FROM consolidation_comment) AS last";

/// Lets the sequence go on behind the last id of a store, though the clock may show less by now.
///
/// # Errors
/// Where the database cannot be read.
pub(crate) async fn go_on(conn: &mut Conn) -> Result<(), StoreError> {
    let row = conn.row(LAST, &[]).await?;
    let last = match row {
        Some(row) => row.get::<Option<String>>(0)?,
        None => None,
    };
    behind(last.as_deref().unwrap_or_default());
    Ok(())
}

fn behind(last: &str) {
    let id = Uuid::parse_str(last).ok();
    if let Some(made) = id.and_then(|id| id.get_timestamp()) {
        let (seconds, nanos) = made.to_unix();
        next(Duration::new(seconds, nanos).saturating_add(Duration::from_millis(1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_go_on_though_the_clock_steps_back() {
        let tomorrow = SystemTime::now() + Duration::from_hours(24);
        let shown = tomorrow
            .duration_since(SystemTime::UNIX_EPOCH)
            .expect("a time");
        let ahead = next(shown).to_string();
        assert!(new_id() > ahead);
        assert!(next(Duration::from_secs(1)).to_string() > ahead);
    }

    #[test]
    fn a_store_opened_again_goes_on_behind_its_last_id() {
        let (id, early) = ("0200f000-0000-7fff-bfff-ffffffffffff", new_id());
        assert!(early.as_str() < id, "{early}");
        behind("no id");
        behind(id);
        assert!(new_id().as_str() > id);
    }
}
