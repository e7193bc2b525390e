-- SPDX-License-Identifier: Apache-2.0
-- Double entry with an idempotency key: what a careful central database does for a payment, in one call.
CREATE TABLE account (
	id      int PRIMARY KEY,
	balance bigint NOT NULL CHECK (balance >= 0)
);

CREATE TABLE payment (
	key_high bigint NOT NULL,
	key_low  bigint NOT NULL,
	payer    int    NOT NULL,
	payee    int    NOT NULL,
	amount   bigint NOT NULL,
	paid_at  timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (key_high, key_low)
);

CREATE TABLE entry (
	id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	key_high bigint NOT NULL,
	key_low  bigint NOT NULL,
	account  int    NOT NULL,
	amount   bigint NOT NULL
);

-- pay moves an amount once for each key; a second call with the same key changes nothing.
CREATE FUNCTION pay(high bigint, low bigint, from_account int, to_account int, units bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO payment (key_high, key_low, payer, payee, amount)
	VALUES (high, low, from_account, to_account, units) ON CONFLICT DO NOTHING;
	IF NOT FOUND THEN
		RETURN false;
	END IF;
	PERFORM 1 FROM account WHERE id IN (from_account, to_account) ORDER BY id FOR UPDATE;
	UPDATE account SET balance = balance - units WHERE id = from_account;
	UPDATE account SET balance = balance + units WHERE id = to_account;
	INSERT INTO entry (key_high, key_low, account, amount)
	VALUES (high, low, from_account, -units), (high, low, to_account, units);
	RETURN true;
END $$;
