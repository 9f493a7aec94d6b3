//! What is dear to make stays at hand for whoever looks again.
//!
//! Each thing lies in a place of its own: whoever brings it up to date holds
//! that place alone, and others go on. What nobody has asked for in a quarter
//! of an hour is let go, and where there is too much, the longest unused first.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

/// How long a thing is held that nobody asks for.
const UNUSED: SignedDuration = SignedDuration::from_mins(15);

/// Where one thing lies, once it was made.
pub(super) type Place<V> = Arc<Mutex<Option<V>>>;

/// Things by their keys.
#[derive(Debug)]
pub(super) struct Shelf<K, V>(Mutex<HashMap<K, Slot<V>>>);

/// A place and when somebody asked for it last.
#[derive(Debug)]
struct Slot<V> {
    used: Timestamp,
    place: Place<V>,
}

impl<K, V> Default for Shelf<K, V> {
    fn default() -> Shelf<K, V> {
        Shelf(Mutex::default())
    }
}

impl<K: Clone + Eq + Hash + Ord, V> Shelf<K, V> {
    /// Where the thing of a key lies, which somebody asks for at `now`.
    pub(super) async fn place(&self, key: &K, now: Timestamp) -> Place<V> {
        let mut slots = self.0.lock().await;
        let slot = slots.entry(key.clone()).or_insert_with(|| Slot {
            used: now,
            place: Arc::default(),
        });
        slot.used = now;
        Arc::clone(&slot.place)
    }

    /// Lets go of what was used longest ago, but for the thing of this key, until all that is held
    /// is no more than `most`. What somebody is at work on is left alone.
    pub(super) async fn make_room(&self, this: &K, most: usize, size: impl Fn(&V) -> usize) {
        let mut slots = self.0.lock().await;
        let mut sizes: Vec<(Timestamp, usize, K)> = Vec::new();
        for (key, slot) in slots.iter() {
            let Ok(held) = slot.place.try_lock() else {
                continue;
            };
            sizes.push((slot.used, held.as_ref().map_or(0, &size), key.clone()));
        }
        sizes.sort();
        let mut all: usize = sizes.iter().map(|(_, size, _)| size).sum();
        for (_, size, key) in sizes {
            if all <= most || key == *this {
                continue;
            }
            slots.remove(&key);
            all -= size;
        }
    }

    /// Lets go of what nobody has asked for in a while.
    pub(super) async fn let_go(&self, now: Timestamp) {
        let mut slots = self.0.lock().await;
        slots.retain(|_, slot| now.duration_since(slot.used) < UNUSED);
    }

    /// Whether nothing is held.
    pub(super) async fn is_empty(&self) -> bool {
        self.0.lock().await.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MORNING: Timestamp = Timestamp::UNIX_EPOCH;

    fn after(minutes: i64) -> Timestamp {
        MORNING + SignedDuration::from_mins(minutes)
    }

    async fn held(shelf: &Shelf<&str, usize>) -> String {
        let slots = shelf.0.lock().await;
        let mut keys: Vec<&str> = slots.keys().copied().collect();
        keys.sort_unstable();
        keys.join(" ")
    }

    async fn put(shelf: &Shelf<&'static str, usize>, key: &'static str, size: usize, minute: i64) {
        let place = shelf.place(&key, after(minute)).await;
        *place.lock().await = Some(size);
    }

    #[tokio::test]
    async fn what_nobody_asks_for_is_let_go_after_a_while() {
        let shelf = Shelf::default();
        shelf.place(&"huyen", MORNING).await;
        shelf.place(&"tinh", MORNING).await;
        shelf.place(&"tinh", after(10)).await;
        for (minute, expected) in [(14, "huyen tinh"), (15, "tinh"), (25, "")] {
            shelf.let_go(after(minute)).await;
            assert_eq!(held(&shelf).await, expected, "{minute}");
        }
        assert!(shelf.is_empty().await);
    }

    #[tokio::test]
    async fn of_too_much_the_longest_unused_goes_but_not_what_is_at_hand() {
        let shelf = Shelf::default();
        put(&shelf, "huyen", 3, 0).await;
        put(&shelf, "tinh", 2, 1).await;
        put(&shelf, "xa", 4, 2).await;
        shelf.make_room(&"xa", 9, |size| *size).await;
        assert_eq!(held(&shelf).await, "huyen tinh xa");
        shelf.make_room(&"xa", 6, |size| *size).await;
        assert_eq!(held(&shelf).await, "tinh xa");
        shelf.make_room(&"xa", 3, |size| *size).await;
        assert_eq!(held(&shelf).await, "xa");
    }

    #[tokio::test]
    async fn what_somebody_is_at_work_on_stays() {
        let shelf = Shelf::default();
        put(&shelf, "huyen", 3, 0).await;
        put(&shelf, "tinh", 3, 1).await;
        let at_work = shelf.place(&"huyen", after(2)).await;
        let _held = at_work.lock().await;
        shelf.make_room(&"tinh", 0, |size| *size).await;
        assert_eq!(held(&shelf).await, "huyen tinh");
    }
}
