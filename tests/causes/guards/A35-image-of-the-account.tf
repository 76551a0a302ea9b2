# Lambda puts into a repository of the function's own account what it needs.
resource "aws_ecr_repository" "images" {
  name = "shop"
}

resource "aws_lambda_function" "shop" {
  function_name = "shop"
  package_type  = "Image"
  image_uri     = "${aws_ecr_repository.images.repository_url}:1"
  role          = aws_iam_role.shop.arn
}

resource "aws_iam_role" "shop" {
  name = "shop"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy_attachment" "shop" {
  role       = aws_iam_role.shop.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
