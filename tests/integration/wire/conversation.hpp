// All that a program says to the daemon in its life, in the words of a stock library of some version, with
// every field of every answer checked: whoever misreads one byte misreads all that follow.
#pragma once

#include "tests/fakes/wire_client.hpp"

namespace scrm::integration {

/// Whatever happens to the card and the readers meanwhile is in order; what is not fails the Catch test.
void converse(fakes::WireClient& client, ipc::Dialect dialect);

/// The shortest beginning: VERSION and ESTABLISH.
void introduce(fakes::WireClient& client, ipc::Dialect dialect);
/// Records of known readers in states there are, or unused ones.
void check(const std::vector<ipc::ReaderState>& states, ipc::Dialect dialect);

}  // namespace scrm::integration
