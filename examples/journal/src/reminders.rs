//! When to write.

use chrono::{DateTime, Datelike, Days, Months, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

/// The labels of the enum `reminder_frequency`, held against it in both directions.
#[derive(Clone, Conformant, Copy, Debug, PartialEq, Eq)]
#[conformant(type = "reminder_frequency", rename_all = "snake_case")]
pub enum ReminderFrequency {
    Daily,
    Weekdays,
    Weekends,
    Weekly,
    Monthly,
    Custom,
}

/// A row of `reminders`.
#[derive(Clone, Conformant, Debug)]
pub struct Reminder {
    pub id: Uuid,
    pub user_id: Uuid,
    pub title: String,
    pub message: String,
    pub frequency: ReminderFrequency,
    /// Monday is 1. There when the frequency is `Custom`.
    pub custom_days: Option<Vec<i16>>,
    pub next_at: DateTime<Utc>,
    pub is_active: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Reminder {
    /// When to remind after the next time; never again when there is no such day.
    pub fn following(&self) -> Option<DateTime<Utc>> {
        let day = |wanted: &dyn Fn(u32) -> bool| {
            (1..=7)
                .filter_map(|days| self.next_at.checked_add_days(Days::new(days)))
                .find(|at| wanted(at.weekday().number_from_monday()))
        };
        match self.frequency {
            ReminderFrequency::Daily => day(&|_| true),
            ReminderFrequency::Weekdays => day(&|day| day <= 5),
            ReminderFrequency::Weekends => day(&|day| day > 5),
            ReminderFrequency::Weekly => self.next_at.checked_add_days(Days::new(7)),
            ReminderFrequency::Monthly => self.next_at.checked_add_months(Months::new(1)),
            ReminderFrequency::Custom => {
                let days = self.custom_days.as_deref().unwrap_or_default();
                day(&|day| days.iter().any(|&wanted| u32::try_from(wanted) == Ok(day)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_following_time_keeps_to_the_frequency() {
        let following = |frequency, custom_days: Option<&[i16]>| {
            // A Friday.
            let next_at = DateTime::from_timestamp(1_800_000_000, 0)?;
            let reminder = Reminder {
                id: Uuid::nil(),
                user_id: Uuid::nil(),
                title: "Write".to_owned(),
                message: "How was the day?".to_owned(),
                frequency,
                custom_days: custom_days.map(<[i16]>::to_vec),
                next_at,
                is_active: true,
                created_at: next_at,
                updated_at: next_at,
            };
            Some((reminder.following()? - next_at).num_days())
        };
        assert_eq!(following(ReminderFrequency::Daily, None), Some(1));
        assert_eq!(following(ReminderFrequency::Weekdays, None), Some(3));
        assert_eq!(following(ReminderFrequency::Weekends, None), Some(1));
        assert_eq!(following(ReminderFrequency::Weekly, None), Some(7));
        assert_eq!(following(ReminderFrequency::Monthly, None), Some(31));
        assert_eq!(following(ReminderFrequency::Custom, Some(&[2, 5])), Some(4));
        assert_eq!(following(ReminderFrequency::Custom, Some(&[])), None);
    }
}
