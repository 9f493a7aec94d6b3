//! Where campaigns and duties stand, for the permission table.

use jiff::civil::Date;
use tongket_core::permit::Place;
use tongket_store::campaign::Campaign;
use tongket_store::duty::Duty;

use super::units::Units;

/// The unit that stands over a campaign: its standing agency, before one is chosen its owner.
pub(super) fn over(campaign: &Campaign) -> &str {
    campaign
        .standing_unit
        .as_deref()
        .unwrap_or(&campaign.owner_unit)
}

/// The units whose campaign it is: whoever may read a report because of it may read them all.
pub(super) fn whose(campaign: &Campaign) -> impl Iterator<Item = &str> + Clone {
    let awards = campaign.awards_unit.as_deref();
    std::iter::once(over(campaign)).chain(awards)
}

/// The place of a campaign and of its plan.
pub(super) fn of_campaign(units: &Units, campaign: &Campaign, today: Date) -> Place {
    Place::of_campaign(units.lineage(over(campaign), today))
}

/// The place of a duty and of the report that answers it: its unit, with those who take it in.
pub(super) fn of_duty(units: &Units, campaign: &Campaign, duty: &Duty, today: Date) -> Place {
    let mut standing = vec![over(campaign).to_owned()];
    standing.extend(duty.via_unit.clone());
    if duty.via_unit.is_none() {
        standing.extend(duty.recipient_unit.clone());
    }
    standing.dedup();
    Place::of_unit(units.lineage(&duty.unit, today)).standing(standing)
}
