#include "daemon/files/small_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "drivers/api/descriptor.hpp"

namespace scrm::files {
namespace {

namespace fs = std::filesystem;
namespace errc = boost::system::errc;

constexpr std::size_t largest = 4 << 20;

boost::system::error_code last_error() {
    return {errno, boost::system::system_category()};
}

boost::system::result<std::string> read_to_the_end(int descriptor) {
    std::string text;
    for (std::array<char, 4096> portion;;) {
        const ssize_t count = ::read(descriptor, portion.data(), portion.size());
        if (count == 0)
            return text;
        if (count < 0 && errno != EINTR)
            return last_error();
        if (count > 0)
            text.append(portion.data(), static_cast<std::size_t>(count));
        if (text.size() > largest)
            return errc::make_error_code(errc::file_too_large);
    }
}

}  // namespace

// A pipe or a device would keep the reader waiting, so it is not even opened.
boost::system::result<std::string> read_small_file(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (!fs::exists(status))
        return error ? boost::system::error_code(error)
                     : errc::make_error_code(errc::no_such_file_or_directory);
    if (!fs::is_regular_file(status))
        return errc::make_error_code(errc::invalid_argument);
    const drivers::Descriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!descriptor.is_open())
        return last_error();
    return read_to_the_end(descriptor.number());
}

}  // namespace scrm::files
