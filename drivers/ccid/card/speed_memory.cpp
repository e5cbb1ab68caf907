#include "drivers/ccid/card/speed_memory.hpp"

#include <algorithm>

namespace scrm::ccid {
namespace {

// Cards of a fleet share an ATR; more different ones than this do not pass by one daemon.
constexpr std::size_t most_entries = 1024;

std::string key_of(const std::string& model, Bytes atr) {
    std::string key = model + '/';
    key.append(reinterpret_cast<const char*>(atr.data()), atr.size());
    return key;
}

}  // namespace

std::size_t SpeedMemory::failed_rungs(const std::string& model, Bytes atr) const {
    const auto found = failed_.find(key_of(model, atr));
    return found == failed_.end() ? 0 : found->second;
}

void SpeedMemory::note_failure(const std::string& model, Bytes atr, std::size_t rung) {
    if (failed_.size() >= most_entries)
        failed_.clear();
    std::size_t& failed = failed_[key_of(model, atr)];
    failed = std::max(failed, rung + 1);
}

}  // namespace scrm::ccid
