select activity.drop_weeks($1)
