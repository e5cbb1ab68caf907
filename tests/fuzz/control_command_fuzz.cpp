// Lines for the control socket: each is obeyed on a bus without a loop and answered with one line.
#include <cstdlib>

#include "drivers/virtual/control_answer.hpp"

using namespace scrm::virtual_reader;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t max_readers = 4;
    VirtualBus bus;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    while (!rest.empty() && bus.readers().size() < max_readers) {
        const auto end = rest.find('\n');
        const std::string answer = answer_control_line(bus, rest.substr(0, end));
        if (!(answer.starts_with("ok") || answer.starts_with("error: ")) ||
            answer.find('\n') != std::string::npos)
            std::abort();
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return 0;
}
