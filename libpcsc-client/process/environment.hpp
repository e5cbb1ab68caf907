// What the environment may change. A set-user-id program's environment is its caller's, and is not read.
#pragma once

#include <sys/un.h>

#include <optional>

namespace scrm::client {

/// The daemon's socket: PCSCLITE_CSOCK_NAME, else the system's. Nothing when the name is too long for one.
std::optional<sockaddr_un> daemon_address();

/// PCSCLITE_NO_BLOCKING: a call on a card that somebody else holds answers SCARD_E_SHARING_VIOLATION, where
/// it would wait.
bool no_blocking();

/// Milliseconds for which a call tries to reach a daemon that went away: SCRM_RECONNECT, 5000 without it.
unsigned long reconnect_time();

/// SCRM_EXPLAIN: why the daemon refuses something is to be written to stderr.
bool explains_refusals();
/// SCRM_EXPLAIN: the same of a daemon that cannot be reached, but for "refusals": so says a program that
/// tells of that by itself.
bool explains_absence();

/// PCSCLITE_CSOCK_NAME is set.
bool names_socket();

/// LIBPCSCLITE_DELEGATE: the library that serves this process in our place; nullptr if none.
const char* delegate_name();

}  // namespace scrm::client
