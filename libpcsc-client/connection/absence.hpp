// Why no daemon was reached, for people: SCARD_E_NO_SERVICE does not tell a socket that is missing from one
// that is forbidden.
#pragma once

#include <sys/un.h>

namespace scrm::client {

/// `error` is what connect(2) gave. Written once for each reason, if the environment asks for it.
void explain_absence(const sockaddr_un& address, int error);

/// The same where the name of the socket is too long to be one's.
void explain_name_too_long();

}  // namespace scrm::client
