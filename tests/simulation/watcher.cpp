#include "tests/simulation/watcher.hpp"

#include "ipc/codec.hpp"

namespace scrm::simulation {

void Watcher::subscribe() {
    woken_ = false;
    seen_ = visible();
    generation_ = board_.generation();
    board_.subscribe(*this);
}

void Watcher::board_changed() {
    journal_.demand(!woken_, "who waits for a change is woken once");
    journal_.demand(board_.generation() != generation_, "who is woken finds another generation");
    woken_ = true;
}

void Watcher::look() {
    if (woken_)
        subscribe();
}

void Watcher::check() const {
    journal_.demand(woken_ || visible() == seen_, "who waits for a change is woken by it");
}

// Power, and how many share a card, is nothing that SCardGetStatusChange could tell.
std::vector<std::uint8_t> Watcher::visible() const {
    constexpr std::uint32_t told =
        ipc::slot_state::absent | ipc::slot_state::present | ipc::slot_state::swallowed;
    std::vector<std::uint8_t> all;
    std::vector<std::uint8_t> bytes(ipc::reader_state_size);
    for (std::size_t i = 0; i < board_.used(); ++i) {
        ipc::ReaderState state = ipc::decode_reader_state(board_.record(i));
        state.state &= told;
        state.sharing = state.sharing < 0 ? -1 : state.sharing > 0 ? 1 : 0;
        state.protocol = 0;
        ipc::encode_reader_state(state, bytes);
        all.insert(all.end(), bytes.begin(), bytes.end());
    }
    return all;
}

}  // namespace scrm::simulation
