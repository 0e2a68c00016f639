-- What reason codes of declines mean: ISO 8583 field 39 for cards, ISO 20022 for transfers, S1 and S2 of our own.
SELECT * FROM (VALUES
    ('51', 'insufficient funds', 'funds and limits'), ('61', 'over the amount limit', 'funds and limits'),
    ('65', 'over the count limit', 'funds and limits'), ('AM04', 'insufficient funds', 'funds and limits'),
    ('AM14', 'over the amount limit', 'funds and limits'), ('05', 'do not honour', 'no reason given'),
    ('MS03', 'reason not specified', 'no reason given'), ('14', 'invalid number', 'card or account data'),
    ('54', 'expired', 'card or account data'), ('82', 'wrong security code', 'card or account data'),
    ('55', 'wrong PIN', 'card or account data'), ('AC01', 'invalid account', 'card or account data'),
    ('AC04', 'closed account', 'card or account data'), ('57', 'not permitted', 'restrictions'),
    ('62', 'restricted', 'restrictions'), ('RR04', 'regulatory reason', 'restrictions'),
    ('59', 'suspected fraud', 'fraud, lost, stolen'), ('41', 'lost', 'fraud, lost, stolen'),
    ('43', 'stolen', 'fraud, lost, stolen'), ('91', 'issuer timed out', 'technical'),
    ('96', 'system error', 'technical'), ('AB05', 'bank timed out', 'technical'),
    ('S1', 'challenge failed', 'challenge not passed'), ('S2', 'challenge abandoned', 'challenge not passed'))
    AS reasons (reason_code, meaning, class)
