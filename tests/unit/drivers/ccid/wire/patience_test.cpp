#include "drivers/ccid/wire/patience.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

namespace scrm::ccid {
namespace {

using drivers::Deadline;
using drivers::DriverError;

TEST_CASE("the first reason to stop stands, and the next verb has none") {
    boost::asio::io_context loop;
    Patience patience(loop.get_executor());
    auto under_way = patience.begin(Deadline::max());
    CHECK(patience.under_way());
    CHECK_FALSE(patience.ended());
    patience.interrupt(DriverError::Cancelled);
    patience.interrupt(DriverError::DeadlinePassed);
    CHECK(patience.ended() == DriverError::Cancelled);
    under_way.reset();
    CHECK_FALSE(patience.under_way());
    under_way = patience.begin(Deadline::max());
    CHECK_FALSE(patience.ended());
}

TEST_CASE("only the device's leaving goes before all, and it stays") {
    boost::asio::io_context loop;
    Patience patience(loop.get_executor());
    auto under_way = patience.begin(Deadline::max());
    patience.interrupt(DriverError::Cancelled);
    patience.interrupt(DriverError::DeviceGone);
    CHECK(patience.ended() == DriverError::DeviceGone);
    under_way = patience.begin(Deadline::max());
    patience.interrupt(DriverError::Cancelled);
    CHECK(patience.ended() == DriverError::DeviceGone);
}

TEST_CASE("a deadline that has passed is a reason, after any other") {
    boost::asio::io_context loop;
    Patience patience(loop.get_executor());
    const auto under_way = patience.begin(std::chrono::steady_clock::now());
    CHECK(patience.ended() == DriverError::DeadlinePassed);
    patience.interrupt(DriverError::Cancelled);
    CHECK(patience.ended() == DriverError::Cancelled);
}

}  // namespace
}  // namespace scrm::ccid
