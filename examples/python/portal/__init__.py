"""A client of the portal flow of Posten signering, on the standard library and the command `openssl`."""
