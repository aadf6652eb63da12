console.log(require("greet")("npm"));
