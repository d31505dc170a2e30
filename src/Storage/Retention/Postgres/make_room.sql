select activity.add_week($1), activity.add_week($1 + interval '7 days'), activity.add_week($1 + interval '14 days')
