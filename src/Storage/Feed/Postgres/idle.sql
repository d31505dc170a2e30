-- For this transaction: while entries are being delivered, nothing is asked of the server.
select set_config('idle_in_transaction_session_timeout', $1, true)
