#include "libpcsc-client/connection/refusal.hpp"

#include "libpcsc-client/connection/connection.hpp"
#include "libpcsc-client/process/environment.hpp"
#include "libpcsc-client/process/explanation.hpp"

namespace scrm::client {

void explain(Connection& connection, ResultCode result) {
    if (!is_refusal(result) || !connection.speaks_scrm(ipc::Revision::Second) || !connection.is_open() ||
        !explains_refusals())
        return;
    std::array<std::uint8_t, ipc::most_refusal_text> text;
    ipc::LastRefusal message;
    const ResultCode answered = connection.last_refusal(message, text);
    if (answered == ResultCode::Success && message.refused_with == result)
        write_line(ipc::MutableBytes(text).first(message.text_size));
}

}  // namespace scrm::client
