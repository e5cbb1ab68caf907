"""What integration tests share: daemons to talk to, cards to move about, and client programs to run."""
