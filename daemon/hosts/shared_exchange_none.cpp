#include "daemon/hosts/shared_exchange.hpp"

namespace scrm::hosts {

std::unique_ptr<SharedExchange> SharedExchange::make(const drivers::Executor&) {
    return nullptr;
}

SharedExchange::~SharedExchange() = default;

void SharedExchange::host_has_them() {}

bool SharedExchange::put(const ipc::host::Transmit&) {
    return false;
}

std::variant<ipc::host::Answer, ipc::host::Violation> SharedExchange::answer_of(std::uint8_t) const {
    return ipc::host::Violation::UnknownValue;
}

}  // namespace scrm::hosts
