require "counter"

File.write("log/shop.log", "started")
puts "#{Counter.count("gems")} letters, #{File.size("public/app.css")} bytes of style"
