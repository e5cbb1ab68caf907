#include "libpcsc-client/connection/standing_watch.hpp"

#include <algorithm>

namespace scrm::client {

bool StandingWatch::is_for(const ipc::WatchReaders& watch) const {
    return scope_ == watch.scope && std::ranges::equal(places_.bytes(), watch.payload);
}

bool StandingWatch::prepare(const ipc::WatchReaders& watch) {
    if (!places_.reset(watch.payload.size()))
        return false;
    std::ranges::copy(watch.payload, places_.bytes().begin());
    cancels_ = watch.cancels;
    return true;
}

void StandingWatch::heard(const ipc::ReaderList& word) {
    if (word.rv != ipc::ResultCode::Success)
        scope_.reset();
}

bool StandingWatch::hear_out(Stream& stream) {
    while (scope_) {
        Word word;
        if (!stream.receive(word))
            return false;
        heard(ipc::decode_reply<ipc::ReaderList>(word));
    }
    return true;
}

}  // namespace scrm::client
