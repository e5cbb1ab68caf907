#include "daemon/hotplug/first_enumeration.hpp"

#include "daemon/log/log.hpp"

namespace scrm::hotplug {
namespace {

constexpr std::chrono::seconds longest{5};
// A port's debouncing, reset and enumeration, and udevd's rules.
constexpr std::chrono::seconds time_to_return{2};

}  // namespace

FirstEnumeration::FirstEnumeration(readers::Registry& registry, unsigned monitors)
    : registry_(registry),
      end_(registry.clock().make_alarm()),
      return_(registry.clock().make_alarm()),
      enumerating_(monitors) {
    end_->set(registry.clock().now() + longest, [this] { time_is_up(); });
}

void FirstEnumeration::enumerated() {
    --enumerating_;
    settle_if_done();
}

void FirstEnumeration::opening_ended() {
    --opening_;
    settle_if_done();
}

void FirstEnumeration::vanished(const std::string& address) {
    if (registry_.settled() || !vanished_.insert(address).second)
        return;
    return_->set(registry_.clock().now() + time_to_return, [this] {
        vanished_.clear();
        settle_if_done();
    });
}

void FirstEnumeration::appeared(const std::string& address) {
    if (vanished_.erase(address) > 0)
        settle_if_done();
}

void FirstEnumeration::settle_if_done() {
    if (enumerating_ == 0 && opening_ == 0 && vanished_.empty() && !registry_.settled())
        end();
}

void FirstEnumeration::end() {
    end_->stop();
    return_->stop();
    vanished_.clear();
    if (!registry_.settled())
        registry_.settle();
}

void FirstEnumeration::time_is_up() {
    log::warning("the first enumeration of readers takes long; clients are served with those found so far");
    end();
}

}  // namespace scrm::hotplug
