// Reaches a target by its address.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/attached.hpp"

namespace seeker::target {

result<target_ptr> attached_target::make(boost::asio::any_io_executor executor,
                                         wishes wanted) {
  for (const auto &[option, given] :
       {std::pair("--wave", !!wanted.wave), std::pair("--dump", !!wanted.dump),
        std::pair("--trace", !!wanted.trace),
        std::pair("--instructions", !!wanted.instructions),
        std::pair("--monitor", wanted.monitor == true)})
    if (given)
      return fail(errc::unsupported,
                  "{} is an option of the seeker-sim that listens at {}, "
                  "which runs already",
                  option, transport::to_string(*wanted.connect));
  return target_ptr(new attached_target(std::move(executor), wanted));
}

attached_target::attached_target(boost::asio::any_io_executor executor,
                                 const wishes &wanted)
    : link_target(std::move(executor), wanted), where_(*wanted.connect) {}

task<transport::stream_ptr> attached_target::connect() {
  return transport::connect(where_);
}

session::relink attached_target::relink() {
  return [where = where_] { return transport::connect(where); };
}

} // namespace seeker::target
