"""A made-up health plan: members, their journeys, their calls and the calendar, from one world file."""
