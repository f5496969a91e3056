"""Files from outside: looked through and made anew in a limited child process, scanned, stored, handed out."""
