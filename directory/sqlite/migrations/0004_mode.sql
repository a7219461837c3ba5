-- How the owner of an account wants to be served: '' leaves it to the client.

ALTER TABLE account ADD COLUMN mode TEXT NOT NULL DEFAULT '' CHECK (mode IN ('', 'screen', 'lines'));
