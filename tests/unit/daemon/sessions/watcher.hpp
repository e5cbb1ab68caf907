// A client of the scrm dialect that watches two readers, "Desk" and "Shelf", and another connection of its.
#pragma once

#include "tests/unit/daemon/sessions/session_bench.hpp"

namespace scrm::sessions::test {

struct Watcher : SessionBench {
    Watcher() : client(scrm_client()), lane(lane_of(client)) {
        plug("Shelf");
        known = read().generation;
    }

    ipc::ReaderList read(std::uint32_t generation = 0) {
        const auto list = [&] {
            client.send(ipc::ReadReaders{generation});
            return client.reply<ipc::ReaderList>();
        }();
        client.records(list.count);
        return list;
    }
    ipc::ReaderList told() {
        const auto list = client.reply<ipc::ReaderList>();
        client.records(list.count);
        CHECK(client.waiting() == 0);
        return list;
    }
    void watch(std::vector<std::uint32_t> places, std::uint32_t cancels = 0) {
        watch_as(places.empty() ? ipc::WatchScope::Everything : ipc::WatchScope::Places, places, cancels);
    }
    void watch_as(ipc::WatchScope scope, const std::vector<std::uint32_t>& places, std::uint32_t cancels) {
        const auto* const bytes = reinterpret_cast<const std::uint8_t*>(places.data());
        const ipc::Bytes payload(bytes, places.size() * sizeof(std::uint32_t));
        client.send(
            ipc::WatchReaders{known, scope, cancels, static_cast<std::uint32_t>(payload.size()), payload});
    }

    Client client;
    Client lane;
    std::uint32_t known = 0;
};

}  // namespace scrm::sessions::test
